#!/bin/sh
# Starts Redis with one user, whose password comes from the environment and is written where only this process reads it.
set -eu
: "${REDIS_PASSWORD:?is not set}"
folder=${REDIS_DIR:-/data}
umask 077
# everything a client needs, nothing that empties, stops or reconfigures the server; INFO tells whether it keeps what it is given
# nobody can log in as the default user; but Redis reads its own file back as it at a start, and drops every transaction
# that this user may not run
printf 'user default off resetpass ~* &* +@all\nuser whisper on >%s ~* &* +@all -@admin -@dangerous +info\n' "$REDIS_PASSWORD" > "$folder/users.acl"
exec redis-server "$(dirname "$0")/redis.conf" --port "${REDIS_PORT:-6379}" --bind "${REDIS_BIND:-0.0.0.0}" \
    --dir "$folder" --aclfile "$folder/users.acl"
