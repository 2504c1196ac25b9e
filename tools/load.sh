#!/usr/bin/env bash
# load.sh SCENARIO ARGUMENT... - builds what has changed and runs the load tester (docs/load-testing.md).
source "$(dirname "$0")/lib.sh"
tools/need.sh dotnet
projects=(LoadTest)
case " $* " in
    *" --start standalone "*)
        tools/need.sh icu
        projects+=(Standalone)
        ;;
    *" --start cluster "*)
        tools/need.sh icu redis nats postgres haproxy openssl
        projects+=(Silo Gateway LocalCluster)
        ;;
esac
say "Building ${projects[*]}"
for project in "${projects[@]}"; do
    dotnet build "$project" -c Release -clp:NoSummary -v:quiet < /dev/null
done
exec LoadTest/bin/Release/net10.0/Whisper.LoadTest "$@"
