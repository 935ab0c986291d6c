# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A scratch PostgreSQL with our database on it, below $place, from the checkout $root; gone when the script ends.

pg_bin=$(pg_config --bindir)
place=$(mktemp -d /tmp/cs-cluster.XXXXXX)
cluster_ctl=("$pg_bin/pg_ctl" -D "$place/db" -l "$place/db/log" -s)

# PostgreSQL does not run as root.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    as_owner() { runuser -u postgres -- "$@"; }
    chown postgres "$place"
fi

cluster_finish() {
    as_owner "${cluster_ctl[@]}" stop -m immediate >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap cluster_finish EXIT

# The extension is found below the folder, as in an installation with DESTDIR.
cluster_stage() {
    local extension
    extension=$place/stage$(pg_config --sharedir)/extension
    make -s -C "$root" "$root/build/extension/countersign.so"
    install -D -m 755 "$root/build/extension/countersign.so" "$place/stage$(pg_config --pkglibdir)/countersign.so"
    install -D -m 644 -t "$extension" "$root"/sql/extension/*.control "$root"/sql/extension/*--*.sql
}

cluster_start() {
    as_owner "$pg_bin/initdb" -D "$place/db" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust --no-sync >/dev/null
    as_owner tee -a "$place/db/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$place'
extension_destdir = '$place/stage'
timezone = 'UTC'
fsync = off
CONF
    as_owner "${cluster_ctl[@]}" -w start
    export PGHOST=$place PGUSER=postgres
}

cluster_deploy() {
    createdb countersign
    (cd "$root/sql" && SQITCH_FULLNAME=Tests SQITCH_EMAIL=tests@localhost sqitch deploy --verify db:pg:countersign) \
        >"$place/sqitch.log" 2>&1 || { cat "$place/sqitch.log"; return 1; }
}
