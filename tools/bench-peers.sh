#!/usr/bin/env bash
# bench-peers.sh [ARGUMENT...] - builds Whisper, its peers and the load tester, and measures them side by side (docs/benchmarks.md, Peers).
source "$(dirname "$0")/lib.sh"
tools/need.sh dotnet icu node cc redis nats postgres haproxy openssl
say "Building Whisper, its peers and the load tester"
for project in Standalone Silo Gateway LoadTest Benchmarks Peers/WebSockets Peers/SignalR; do
    dotnet build "$project" -c Release -clp:NoSummary -v:quiet < /dev/null
done
mkdir -p artifacts/peers
cc -O3 -Wall -o artifacts/peers/relay Peers/EpollRelay/relay.c

for peer in Ws SocketIo Colyseus; do
    cmp -s "Peers/$peer/package-lock.json" "Peers/$peer/node_modules/.installed-lock" && continue
    say "Installing the packages of Peers/$peer"
    npm --prefix "Peers/$peer" ci --ignore-scripts --no-audit --no-fund --loglevel=error < /dev/null
    cp "Peers/$peer/package-lock.json" "Peers/$peer/node_modules/.installed-lock"
done

exec dotnet Benchmarks/bin/Release/net10.0/Whisper.Benchmarks.dll peers "$@"
