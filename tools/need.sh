#!/usr/bin/env bash
# need.sh TOOL... - makes sure that tools are there: installs what Debian packages, says what to install otherwise.
source "$(dirname "$0")/lib.sh"

install() { # install WHAT PACKAGE...
    local what=$1
    shift
    if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
        die "$what is missing: install it (on Debian: sudo apt-get install $*)."
    fi
    say "Installing $what"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends "$@" < /dev/null > /dev/null 2>&1 && return
    apt-get update -q < /dev/null > /dev/null || die "apt-get update failed, and $what is missing: install $* by hand."
    apt-get install -y -q --no-install-recommends "$@" < /dev/null > /dev/null || die "$what could not be installed: install $* by hand."
}

need_dotnet() {
    command -v dotnet > /dev/null || die ".NET SDK 10.0.100 or newer is missing: see https://dotnet.microsoft.com/download."
    dotnet --version > /dev/null 2>&1 || die "no .NET SDK here satisfies global.json (10.0.100 or newer): see https://dotnet.microsoft.com/download."
}

need_node() {
    if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
        die "Node.js 20.19 or newer with npm is missing: see https://nodejs.org."
    fi
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
        die "Node.js $(node --version) is too old: 20.19 or newer is needed, see https://nodejs.org."
}

# The server normalises interests by Unicode's rules, which .NET takes from ICU.
need_icu() {
    ldconfig -p 2> /dev/null | grep -q libicuuc && return
    compgen -G '/usr/lib*/**/libicuuc.so*' > /dev/null && return
    [ "$(uname)" = Darwin ] && return
    command -v apt-get > /dev/null && install "ICU (libicu)" "$(icu_package)" && return
    die "ICU is missing: install your system's libicu package."
}

icu_package() {
    local name
    name=$(apt-cache search --names-only '^libicu[0-9]+$' 2> /dev/null | cut -d' ' -f1 | tail -1)
    echo "${name:-libicu-dev}"
}

need_chromium() {
    [ -x "${CHROMIUM:-}" ] || command -v chromium > /dev/null || install Chromium chromium
}

need_redis() { command -v redis-server > /dev/null || install "Redis" redis-server; }

need_nats() { command -v nats-server > /dev/null || [ -x /usr/sbin/nats-server ] || install "NATS" nats-server; }

need_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || command -v postgres > /dev/null || install "PostgreSQL" postgresql; }

need_haproxy() { command -v haproxy > /dev/null || [ -x /usr/sbin/haproxy ] || install "HAProxy" haproxy; }

need_cc() { command -v cc > /dev/null || install "a C compiler" gcc libc6-dev; }

need_openssl() { command -v openssl > /dev/null || install "OpenSSL" openssl; }

need_docker_compose() { command -v docker-compose > /dev/null || install "docker-compose" docker-compose; }

for tool in "$@"; do
    "need_$tool"
done
