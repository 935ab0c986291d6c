#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The database against its own claims: a server of its own, the project
# deployed on it, pgTAP files run by pg_prove, each in a transaction that is
# rolled back.  Arguments name files; without any, all are run.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/database
# shellcheck source=../lib/cluster.sh
. "$root/tests/lib/cluster.sh"

# A key and a certificate for each person of the fixtures, as their own devices would have them.
people() {
    local name institution
    install -D -m 644 -t "$place/policies" "$root"/policies/*.json "$root"/tests/policy/floors.json
    install -m 755 "$here/lib/sign.pl" "$place/sign.pl"
    as_owner mkdir "$place/people"
    sed -n "s/^ *('\([a-z.0-9]*\)', '\([A-Z]*\)', .*/\1 \2/p" "$here/lib/people.sql" | while read -r name institution; do
        as_owner openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/O=$institution/CN=$name" \
            -keyout "$place/people/$name.key" -out "$place/people/$name.der" -outform der 2>/dev/null
    done
}

cluster_stage
cluster_start
cluster_deploy
people

# For who asks it many things (tests/mutation): where it is, until they have heard enough.
if [ "${1:-}" = --serve ]; then
    echo "$place"
    cat >/dev/null
    exit
fi

cd "$here"
if [ $# = 0 ]; then set -- *.sql; fi
export PGDATABASE=countersign
PGOPTIONS="-c test.place=$place -c client_min_messages=warning" pg_prove --verbose --ext .sql "$@"
