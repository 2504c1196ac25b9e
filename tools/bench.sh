#!/usr/bin/env bash
# bench.sh [FAMILY ARGUMENT...] - builds what has changed and measures; without arguments every family, the short way.
source "$(dirname "$0")/lib.sh"
tools/need.sh dotnet icu redis nats postgres haproxy openssl
say "Building servers and benchmarks"
for project in Silo Gateway Benchmarks; do
    dotnet build "$project" -c Release -clp:NoSummary -v:quiet < /dev/null
done

measure() {
    dotnet Benchmarks/bin/Release/net10.0/Whisper.Benchmarks.dll "$@"
}

if [ $# -gt 0 ]; then
    measure "$@"
else
    measure matcher --short
    measure relay --short
fi
