# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A private PostgreSQL: unix socket only, every login tied to a system user, the extension from the stage folder.

database_create() {
    [ ! -e "$place/db/PG_VERSION" ] || return 0
    install -d -m 700 -o "$user_db" "$place/db"
    as "$user_db" "$pg_bin/initdb" -D "$place/db" -U postgres -E UTF8 --locale=C.UTF-8 --data-checksums \
        --auth=peer --no-instructions >"$log/initdb.log" 2>&1 || die "initdb failed; see $log/initdb.log"
    database_settings | as "$user_db" tee -a "$place/db/postgresql.conf" >/dev/null
    echo 'local all all peer map=countersign' | as "$user_db" tee "$place/db/pg_hba.conf" >/dev/null
    database_logins | as "$user_db" tee "$place/db/pg_ident.conf" >/dev/null
}

database_settings() {
    cat <<END

# Countersign
listen_addresses = ''
unix_socket_directories = '$(socket_folder)'
fsync = on
extension_destdir = '$stage'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_line_prefix = '%m [%p] %q%u '
timezone = 'UTC'
log_timezone = 'UTC'
END
}

# Who may be whom: each service is its own login; whoever administers the machine administers the database.
database_logins() {
    local login
    echo "countersign $user_db postgres"
    echo "countersign $user_gateway cs_gateway"
    echo "countersign $user_sealer cs_sealer"
    for login in postgres cs_gateway cs_sealer cs_operator; do echo "countersign $(id -un) $login"; done
}

# Where a postmaster was killed its children, each in a session of its own, can hold its shared memory on (one that was
# recovering does for a minute), and no other starts meanwhile.  They are known by their folder, and as good as crashed.
# shellcheck disable=SC2016 # the inner shell's own arguments
database_run='find /proc/[0-9]*/cwd -maxdepth 0 -lname "$2" 2>/dev/null | cut -d / -f 3 | xargs -r kill -s KILL
exec "$1/postgres" -D "$2"'

database_start() {
    service_start database "$user_db" INT /bin/sh -c "$database_run" sh "$pg_bin" "$place/db"
    wait_for 60 'the database' "$pg_bin/pg_isready" -q -h "$(socket_folder)" -U postgres -d postgres
}

# Until the first release the schema is edited in place: a database of another checkout cannot be carried along.
database_schema() { (cd "$root/sql" && find . -name '*.sql' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64); }

database_deploy() {
    if [ -e "$place/schema" ]; then
        [ "$(cat "$place/schema")" = "$(database_schema)" ] ||
            die 'the schema has changed since this database was made: deploy/quickstart.sh clean'
        return 0
    fi
    local psql=("$pg_bin/psql" -X -q -A -t -h "$(socket_folder)" -U postgres -d postgres)
    if [ -z "$("${psql[@]}" -c "select 1 from pg_database where datname = 'countersign'")" ]; then
        "${psql[@]}" -c 'create database countersign'
    fi
    (
        cd "$root/sql"
        export PGHOST PGUSER=postgres SQITCH_FULLNAME=Quickstart SQITCH_EMAIL=quickstart@localhost
        PGHOST=$(socket_folder)
        sqitch deploy --verify db:pg:countersign
    ) >>"$log/sqitch.log" 2>&1 || die "sqitch failed; see $log/sqitch.log"
    database_schema >"$place/schema"
}
