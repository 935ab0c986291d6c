#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The database client against a real server of its own, with our database on
# it: sanitizers on, the server killed, stopped and frozen on the way.
# Closing lines are CUnit's.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/client
pg_bin=$(pg_config --bindir)
place=$(mktemp -d /tmp/cs-client.XXXXXX)

# PostgreSQL does not run as root; the tests signal its processes, so both run as one user.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then as_owner() { runuser -u postgres -- "$@"; }; fi

ctl=("$pg_bin/pg_ctl" -D "$place/db" -l "$place/db/log" -s)
finish() {
    as_owner "${ctl[@]}" stop -m immediate >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap finish EXIT

# shellcheck source=../database/lib/cluster.sh
. "$root/tests/database/lib/cluster.sh"
cluster_stage
cluster_start
cluster_deploy
psql -XqAt -v ON_ERROR_STOP=1 -d postgres -f "$here/schema.sql"

make -s -C "$root" SANITIZE=address,undefined "$root/build-sanitize/client"
install -m 755 "$root/build-sanitize/client" "$place/client"
cd "$place"
export CS_TEST_SOCKET=$place CS_TEST_PG_CTL="${ctl[*]}"
as_owner env LSAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1 "$place/client"
