#!/usr/bin/env bash
# cluster.sh up | down - builds what has changed, then starts or ends the cluster of this checkout.
source "$(dirname "$0")/lib.sh"
tool=LocalCluster/bin/Release/net10.0/Whisper.LocalCluster.dll

build() { # build PROJECT...
    local project
    for project in "$@"; do
        dotnet build "$project" -c Release -clp:NoSummary -v:quiet < /dev/null
    done
}

tools/need.sh dotnet
case ${1:-up} in
    up)
        tools/need.sh icu redis nats postgres haproxy openssl
        tools/fe-build.sh
        say "Building the cluster"
        build Silo Gateway LocalCluster
        options=()
        [ -z "${SILOS:-}" ] || options+=("--silos=$SILOS")
        [ -z "${GATEWAYS:-}" ] || options+=("--gateways=$GATEWAYS")
        [ -z "${HTTP_PORT:-}" ] || options+=("--http-port=$HTTP_PORT")
        [ -z "${HTTPS_PORT:-}" ] || options+=("--https-port=$HTTPS_PORT")
        [ "${PORTS:-}" != free ] || options+=(--free-ports)
        case ${DETACH:-} in '' | 0) ;; *) options+=(--detach) ;; esac
        exec dotnet "$tool" up "${options[@]}"
        ;;
    down)
        [ -f "$tool" ] || build LocalCluster
        exec dotnet "$tool" down
        ;;
    *) die "usage: cluster.sh up | down" ;;
esac
