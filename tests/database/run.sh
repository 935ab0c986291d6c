#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The database against its own claims: a server of its own, the project
# deployed on it, pgTAP files run by pg_prove, each in a transaction that is
# rolled back.  Arguments name files; without any, all are run.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/database
pg_bin=$(pg_config --bindir)
place=$(mktemp -d /tmp/cs-database.XXXXXX)

# PostgreSQL does not run as root.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then as_owner() { runuser -u postgres -- "$@"; }; fi

finish() {
    as_owner "$pg_bin/pg_ctl" -D "$place/db" -s stop -m immediate >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap finish EXIT

# shellcheck source=lib/cluster.sh
. "$here/lib/cluster.sh"
cluster_stage
cluster_start
cluster_deploy
cluster_people

cd "$here"
if [ $# = 0 ]; then set -- *.sql; fi
PGOPTIONS="-c test.place=$place -c client_min_messages=warning" pg_prove --quiet --verbose --ext .sql "$@"
