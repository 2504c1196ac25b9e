#!/usr/bin/env bash
# Builds the web client, unless frontend/build was made from exactly these sources.
source "$(dirname "$0")/lib.sh"
tools/fe-install.sh

fingerprint() {
    find frontend docs/asyncapi.yaml \
        \( -path frontend/node_modules -o -path frontend/build -o -path frontend/.svelte-kit -o -path frontend/e2e -o -path 'frontend/*-re*' \) -prune \
        -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

stamp=artifacts/frontend.fingerprint
if [ -f frontend/build/index.html ] && [ "$(cat $stamp 2> /dev/null)" = "$(fingerprint)" ]; then
    exit
fi
say "Building the web client"
(cd frontend && npm run --silent build < /dev/null)
mkdir -p artifacts
fingerprint > $stamp
