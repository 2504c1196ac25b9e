#!/usr/bin/env bash
# Builds once, runs every test, and closes with one line: N passed, N failed. Results are left in artifacts/test.
source "$(dirname "$0")/lib.sh"
results=$PWD/artifacts/test
rm -rf "$results"
mkdir -p "$results"

# Nothing below may leave the impression that all is well when it did not run.
echo '0 passed, 1 failed' > "$results/summary.txt"
trap 'cat "$results/summary.txt"' EXIT
child= web=
trap 'kill $child $web 2> /dev/null; exit 130' INT TERM

tools/need.sh dotnet node icu chromium redis nats postgres haproxy openssl cc
tools/need.sh docker_compose || say "Without docker-compose, what it says of docker-compose.yml is not tested"
CHROMIUM=${CHROMIUM:-$(command -v chromium)}
export CHROMIUM

step() { # step NAME SECONDS COMMAND...: runs it and keeps its exit code for the sum
    local name=$1 limit=$2 code=0 start=$SECONDS
    shift 2
    say "Testing: $name"
    timeout --kill-after=10 "$limit" "$@" < /dev/null &
    child=$!
    wait "$child" || code=$?
    echo "$code" > "$results/$name.exit"
    say "Tested: $name in $((SECONDS - start)) s (exit code $code)"
}

web() {
    tools/fe-build.sh
    step client 180 npm --prefix frontend run --silent test -- --reporter=default --reporter=json --outputFile.json="$results/client.json"
}

# what the compiler leaves of two cores is enough for the web client
web &
web=$!
say "Building server and tests"
dotnet build Whisper.sln -c Release -clp:NoSummary -v:quiet < /dev/null
wait "$web"
web=

step server 900 tools/test-server.sh "$results/server.trx"
PLAYWRIGHT_JSON_OUTPUT_NAME="$results/browser.json" step browser 420 npm --prefix frontend run --silent e2e -- --reporter=list,json

code=0
node tools/sum-results.mjs "$results" server.trx client.json browser.json > "$results/summary.txt" || code=$?
exit "$code"
