#!/usr/bin/env bash
# fuzz.sh ARGUMENT... - builds what has changed and lets hostile clients at both transports.
source "$(dirname "$0")/lib.sh"
tools/need.sh dotnet icu
say "Building server and clients"
dotnet build Fuzz -c Release -clp:NoSummary -v:quiet < /dev/null
exec dotnet Fuzz/bin/Release/net10.0/Whisper.Fuzz.dll "$@"
