#!/usr/bin/env bash
# chaos.sh ARGUMENT... - builds what has changed and lets faults happen to a cluster of child processes.
source "$(dirname "$0")/lib.sh"
tools/need.sh dotnet icu redis nats postgres haproxy openssl
say "Building server and clients"
dotnet build Silo -c Release -clp:NoSummary -v:quiet < /dev/null
dotnet build Gateway -c Release -clp:NoSummary -v:quiet < /dev/null
dotnet build Chaos -c Release -clp:NoSummary -v:quiet < /dev/null
exec dotnet Chaos/bin/Release/net10.0/Whisper.Chaos.dll "$@"
