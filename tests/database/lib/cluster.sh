# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The scratch server of the database tests: $place holds all of it.

cluster_stage() {
    local lib share
    lib=$place/stage$("$pg_bin/pg_config" --pkglibdir)
    share=$place/stage$("$pg_bin/pg_config" --sharedir)/extension
    make -s -C "$root" "$root/build/extension/countersign.so"
    chmod 755 "$place"
    install -D -m 755 "$root/build/extension/countersign.so" "$lib/countersign.so"
    install -D -m 644 -t "$share" "$root"/sql/extension/*.control "$root"/sql/extension/*--*.sql
}

cluster_start() {
    local folder
    for folder in db people; do mkdir "$place/$folder"; done
    if [ "$(id -u)" = 0 ]; then chown postgres "$place" "$place/db" "$place/people"; fi
    as_owner "$pg_bin/initdb" -D "$place/db" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust --no-sync >/dev/null
    as_owner tee -a "$place/db/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$place'
extension_destdir = '$place/stage'
timezone = 'UTC'
fsync = off
CONF
    as_owner "$pg_bin/pg_ctl" -D "$place/db" -l "$place/db/log" -s -w start
    export PGHOST=$place PGUSER=postgres PGDATABASE=countersign
}

cluster_deploy() {
    createdb countersign
    (cd "$root/sql" && SQITCH_FULLNAME=Tests SQITCH_EMAIL=tests@localhost sqitch deploy --verify db:pg:countersign) >"$place/sqitch.log" 2>&1 ||
        { cat "$place/sqitch.log"; return 1; }
}

# A key and a certificate for each person of the fixtures, as their own devices would have them.
cluster_people() {
    local name
    install -m 755 "$here/lib/sign.pl" "$place/sign.pl"
    install -D -m 644 -t "$place/policies" "$root"/policies/*.json
    for name in $(sed -n "s/^ *('\([a-z.0-9]*\)', '[A-Z]*', .*/\1/p" "$here/lib/people.sql"); do
        as_owner openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/O=TEST/CN=$name" \
            -keyout "$place/people/$name.key" -out "$place/people/$name.der" -outform der 2>/dev/null
    done
}
