#!/usr/bin/env bash
# test-server.sh RESULTS.trx - runs the built server tests, with a sign of life every ten seconds.
source "$(dirname "$0")/lib.sh"
log=artifacts/test/server.log
mkdir -p artifacts/test

progress() {
    while sleep 10 > /dev/null 2>&1; do
        printf '  %s tests finished\n' "$(grep -c '\[FINISHED\]' "$log")"
    done
}

progress &
trap 'kill %1 2> /dev/null' EXIT
# verbose, so that the log tells which test was running when one hangs
code=0
dotnet exec Tests/bin/Release/net10.0/Whisper.Tests.dll -noColor -noLogo -reporter verbose -trx "$1" > "$log" 2>&1 || code=$?
grep -vE '\[(STARTING|FINISHED)\]' "$log" || true
exit "$code"
