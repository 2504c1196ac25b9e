#!/usr/bin/env bash
# Builds what has changed and serves Whisper in this terminal. Arguments go to the server.
source "$(dirname "$0")/lib.sh"
tools/need.sh dotnet icu
tools/fe-build.sh
say "Building the server"
dotnet build Standalone -c Release -clp:NoSummary -v:quiet < /dev/null
export ASPNETCORE_URLS=${ASPNETCORE_URLS:-${URLS:-http://localhost:8080}}
say "Starting Whisper; Ctrl+C stops it"
exec dotnet Standalone/bin/Release/net10.0/Whisper.Standalone.dll "$@"
