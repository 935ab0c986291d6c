# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the machine must have: packages, system users, a folder that these can reach.

packages=(gcc make libssl-dev libpq-dev libjansson-dev libjwt-dev libargon2-dev liboath-dev libpwquality-dev libfido2-dev libcurl4-openssl-dev
    libqrencode-dev postgresql-15 postgresql-server-dev-15 nginx nginx-dev sqitch libdbd-pg-perl openssl curl jq oathtool)

# Prints those of the given packages that are not installed.
system_missing() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done
}

system_packages() {
    local missing
    mapfile -t missing < <(system_missing "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || die "packages are missing: apt-get install ${missing[*]}"
    note "installing ${missing[*]}"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends "${missing[@]}" >/dev/null
}

system_users() {
    local user
    if [ "$(id -u)" != 0 ]; then
        note 'NOT SEPARATED: without root, database, gateway and sealer run as one user, so whoever'
        note 'takes over the gateway can read the sealer'\''s key.  Start as root to have three users.'
        return 0
    fi
    for user in "$user_db" "$user_gateway" "$user_sealer"; do
        id "$user" >/dev/null 2>&1 ||
            useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
    done
}

# The users above must be able to enter var; where they cannot, it leads to a place below /var/lib.
system_folders() {
    local hash
    hash=$(printf %s "$CS_VAR" | sha256sum | cut -c 1-8)
    mkdir -p "$place"
    if ! as "$user_db" test -x "$place"; then
        rmdir "$CS_VAR" || die "$user_db cannot enter $CS_VAR, and it is not empty"
        install -d -m 755 "/var/lib/countersign-$hash"
        ln -sn "/var/lib/countersign-$hash" "$CS_VAR"
        settings_places
        note "var leads to /var/lib/countersign-$hash, which the system users can enter"
    fi
    install -d -m 755 "$pids" "$log" "$keys" "$pki" "$place/tmp"
    install -d -m 700 -o "$user_gateway" "$keys/gateway" "$place/tmp/nginx"
    install -d -m 700 -o "$user_sealer" "$keys/sealer" "$place/sealer"
    install -d -m 700 -o "$owner" "$demo"
    system_socket_folder "$hash"
}

system_socket_folder() {
    local short="${XDG_RUNTIME_DIR:-/tmp}/countersign-$1" name=/.s.PGSQL.5432
    if [ "$(printf %s "$place/run/db$name" | wc -c)" -lt 107 ]; then
        install -d -m 755 -o "$user_db" "$place/run/db"
    else
        install -d -m 755 -o "$user_db" "$short"
        ln -sfn "$short" "$place/run/db"
    fi
}
