#!/usr/bin/env bash
# Installs the web client's packages, unless those of the present lock file are there already.
source "$(dirname "$0")/lib.sh"
tools/need.sh node
cd frontend
cmp -s package-lock.json node_modules/.installed-lock && exit
say "Installing the web client's packages"
npm ci --no-audit --no-fund --loglevel=error < /dev/null
cp package-lock.json node_modules/.installed-lock
