#!/bin/sh
# start.sh USERS OPTIONS…: becomes the server of the image of Valkey, with the users of that file and
# the passwords of the environment. It reads them from standard input, since every user of the machine
# can read a command line.
set -eu
users=$1
shift
exec docker-entrypoint.sh valkey-server "$@" - <<CONFIGURATION
$(eval "cat <<USERS
$(cat "$users")
USERS")
CONFIGURATION
