#!/bin/sh
# start.sh USERS OPTIONS…: becomes the server of the image of Redis, with the users of that file and
# the passwords of the environment. They are read from standard input: what a command line says,
# everybody on the machine can read.
set -eu
users=$1
shift
exec docker-entrypoint.sh redis-server "$@" - <<CONFIGURATION
$(eval "cat <<USERS
$(cat "$users")
USERS")
CONFIGURATION
