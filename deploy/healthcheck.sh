#!/bin/bash
# healthcheck.sh [PORT] - succeeds when the process here says that it is ready. Bash alone: the image has no client of HTTP.
exec 3<> "/dev/tcp/127.0.0.1/${1:-8080}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
