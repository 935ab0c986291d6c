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
if [ "$(id -u)" = 0 ]; then
    as_owner() { runuser -u postgres -- "$@"; }
    chown postgres "$place"
fi

finish() {
    as_owner "$pg_bin/pg_ctl" -D "$place/db" -s stop -m immediate >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap finish EXIT

# The extension is found below the folder, as in an installation with DESTDIR.
stage() {
    local extension
    extension=$place/stage$(pg_config --sharedir)/extension
    make -s -C "$root" "$root/build/extension/countersign.so"
    install -D -m 755 "$root/build/extension/countersign.so" "$place/stage$(pg_config --pkglibdir)/countersign.so"
    install -D -m 644 -t "$extension" "$root"/sql/extension/*.control "$root"/sql/extension/*--*.sql
}

start() {
    as_owner "$pg_bin/initdb" -D "$place/db" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust --no-sync >/dev/null
    as_owner tee -a "$place/db/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$place'
extension_destdir = '$place/stage'
timezone = 'UTC'
fsync = off
CONF
    as_owner "$pg_bin/pg_ctl" -D "$place/db" -l "$place/db/log" -s -w start
}

deploy() (
    createdb countersign
    cd "$root/sql"
    export SQITCH_FULLNAME=Tests SQITCH_EMAIL=tests@localhost
    sqitch deploy --verify db:pg:countersign
)

# A key and a certificate for each person of the fixtures, as their own devices would have them.
people() {
    local name institution
    install -D -m 644 -t "$place/policies" "$root"/policies/*.json
    install -m 755 "$here/lib/sign.pl" "$place/sign.pl"
    as_owner mkdir "$place/people"
    sed -n "s/^ *('\([a-z.0-9]*\)', '\([A-Z]*\)', .*/\1 \2/p" "$here/lib/people.sql" | while read -r name institution; do
        as_owner openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/O=$institution/CN=$name" \
            -keyout "$place/people/$name.key" -out "$place/people/$name.der" -outform der 2>/dev/null
    done
}

export PGHOST=$place PGUSER=postgres PGDATABASE=countersign
stage
start
deploy >"$place/deploy.log" 2>&1 || { cat "$place/deploy.log"; exit 1; }
people

cd "$here"
if [ $# = 0 ]; then set -- *.sql; fi
PGOPTIONS="-c test.place=$place -c client_min_messages=warning" pg_prove --verbose --ext .sql "$@"
