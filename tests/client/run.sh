#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The database client against a real server of its own, with our database on
# it: sanitizers on, the server killed, stopped and frozen on the way.
# Closing lines are CUnit's.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)

# shellcheck source=../lib/cluster.sh
. "$root/tests/lib/cluster.sh"
cluster_stage
cluster_start
cluster_deploy
psql -XqAt -v ON_ERROR_STOP=1 -d postgres -f "$root/tests/client/schema.sql"

# The tests signal the server's processes, so they run as its owner.
make -s -C "$root" SANITIZE=address,undefined "$root/build-sanitize/client"
install -m 755 "$root/build-sanitize/client" "$place/client"
cd "$place"
export CS_TEST_SOCKET=$place CS_TEST_PG_CTL="${cluster_ctl[*]}"
as_owner env LSAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1 "$place/client"
