#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The database client against a real server of its own: sanitizers on, the
# server killed, stopped and frozen on the way.  Closing lines are CUnit's.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/client
pg_bin=$(pg_config --bindir)
place=$(mktemp -d /tmp/cs-client.XXXXXX)

# PostgreSQL does not run as root; the tests signal its processes, so both run as one user.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    as_owner() { runuser -u postgres -- "$@"; }
    chown postgres "$place"
fi

ctl=("$pg_bin/pg_ctl" -D "$place/db" -l "$place/log" -s)
finish() {
    as_owner "${ctl[@]}" stop -m immediate >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap finish EXIT

make -s -C "$root" SANITIZE=address,undefined "$root/build-sanitize/client"
install -m 755 "$root/build-sanitize/client" "$place/client"

cd "$place"
as_owner "$pg_bin/initdb" -D "$place/db" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust --no-sync >/dev/null
as_owner tee -a "$place/db/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$place'
fsync = off
CONF
as_owner "${ctl[@]}" start -w
as_owner "$pg_bin/psql" -XqAt -v ON_ERROR_STOP=1 -h "$place" -U postgres -d postgres -f - <"$here/schema.sql"

export CS_TEST_SOCKET=$place CS_TEST_PG_CTL="${ctl[*]}"
as_owner env LSAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1 "$place/client"
