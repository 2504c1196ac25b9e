#!/usr/bin/env bash
# million.sh [ARGUMENT...] - a million real connections at once on this machine, held for five minutes while 2,000 of them talk; writes its section of docs/benchmarks.md.
# MILLION_USERS for fewer people. Arguments go to the load tester, behind its own.
source "$(dirname "$0")/lib.sh"
users=${MILLION_USERS:-1000000}

# what a process may open, less what it needs for itself
limit=$(ulimit -n)
[ "$limit" != unlimited ] && [ "$limit" -lt 100000 ] || limit=20000
per_process=$((limit - 700))

# measured here: 9 KB a connection, kernel and processes together, and 70 MB for each gateway and its worker
processes=$(((users + per_process - 1) / per_process))
needed=$((users * 9 / 1024 + processes * 70 + 1500))
available=$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
[ "$available" -ge "$needed" ] || die "$users connections need some $needed MiB; $available MiB are free. Try MILLION_USERS=100000."

# the count of who is online goes to everybody when it changes: not while everybody arrives
export Whisper__Gateway__OnlineInterval=${Whisper__Gateway__OnlineInterval:-01:00:00}
# a hundred processes share what cores there are: one that believes to have several wakes a second thread for what the first would do in a moment (docs/decisions/0025-an-acknowledgement-travels-in-company.md)
export DOTNET_PROCESSOR_COUNT=${DOTNET_PROCESSOR_COUNT:-1}
# two thousand connects under way in all: of the fifty thousand that so many workers would begin by themselves a slow machine answers none within the client's patience
under_way=$((2000 / processes + 1))
exec tools/load.sh chat --start cluster --users "$users" --per-worker "$per_process" --connect-rate 3000 --connecting "$under_way" --chatting 2000 --rate 1000 --duration 300 --warm-up 60 --pair-rate 25 \
    --markdown docs/benchmarks.md --title "A million connections" "$@"
