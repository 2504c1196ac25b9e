#!/bin/sh
# Starts Prometheus; silos show their figures to whoever has the admin key, which comes from the environment.
set -eu
: "${ADMIN_KEY:?is not set}"
umask 077
printf '%s' "$ADMIN_KEY" > /tmp/admin-key
exec prometheus --config.file="$(dirname "$0")/prometheus.yml" --storage.tsdb.path=/prometheus --storage.tsdb.retention.time=15d
