#!/usr/bin/env bash
# Checks everything that can be checked without running it; names all that is wrong, then fails.
source "$(dirname "$0")/lib.sh"
tools/need.sh dotnet
tools/fe-install.sh
failed=()

check() { # check NAME COMMAND...
    local name=$1
    shift
    say "Checking: $name"
    "$@" < /dev/null || failed+=("$name")
}

check "C# formatting and style" dotnet format Whisper.sln --verify-no-changes
check "web client types" npm --prefix frontend run --silent check
check "web client style" npm --prefix frontend run --silent lint
if command -v shellcheck > /dev/null; then
    check "shell scripts" shellcheck -x -P SCRIPTDIR tools/*.sh .ci/run
else
    say "Skipping shell scripts: shellcheck is not installed"
fi

[ ${#failed[@]} = 0 ] || die "lint failed: $(printf '%s; ' "${failed[@]}")"
say "Nothing to complain about"
