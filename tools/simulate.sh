#!/usr/bin/env bash
# simulate.sh [ARGUMENT...] - builds what has changed and simulates matching; without arguments everything, into docs/scaling.md.
source "$(dirname "$0")/lib.sh"
tools/need.sh dotnet icu
say "Building the simulation"
dotnet build Simulation -c Release -clp:NoSummary -v:quiet < /dev/null
# fewer, larger collections: a run makes garbage by the gigabyte, and little of it stays
export DOTNET_GCgen0size=0x10000000
[ $# -gt 0 ] || set -- --write docs/scaling.md
exec dotnet Simulation/bin/Release/net10.0/Whisper.Simulation.dll "$@"
