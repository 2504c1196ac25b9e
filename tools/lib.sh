# shellcheck shell=bash
# Sourced by the other scripts: works from the repository's root, stops at the first error.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Debian keeps servers in /usr/sbin, which is not on everybody's PATH.
export PATH=$PATH:/usr/sbin
