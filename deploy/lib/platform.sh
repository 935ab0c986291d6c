# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The order in which a platform comes into being, runs, and goes.

platform_start() {
    ports_check
    say 'Packages'
    system_packages "${packages[@]}"
    say 'System users and folders'
    system_users
    system_folders
    echo "$CS_PORT $CS_OPS_PORT" >"$place/ports"
    say 'Build'
    build
    note "installed below $stage"
    say 'Keys and certificates'
    platform_keys
    say 'Database'
    database_create
    database_start
    database_deploy
    note 'PostgreSQL 15 on a unix socket, schema deployed'
    say 'Platform'
    platform_init
    sealer_start
    gateway_start
    note "gateway on $base_url, health on $ops_url"
    say 'People'
    "$root/deploy/demo.sh"
}

platform_keys() {
    pki_authority
    pki_maker
    pki_server
    if [ ! -e "$keys/made" ]; then
        "$cli" keys make --gateway "$keys/gateway" --sealer "$keys/sealer" >/dev/null
        chown -R "$user_gateway" "$keys/gateway"
        chown -R "$user_sealer" "$keys/sealer"
        : >"$keys/made"
    fi
}

# Everybody of the demonstration signs in from this one machine, so that many accounts from one address mean nothing
# here.  Who names policies of their own gets them as they are.
platform_policies() {
    [ "$CS_POLICIES" = "$root/policies" ] || return 0
    mkdir -p "$demo/policies"
    cp -r "$root/policies/." "$demo/policies"
    jq '.accounts.most = 100000' "$root/policies/anomalies.json" >"$demo/policies/anomalies.json"
    policies=$demo/policies
}

# init closes its own door: it is called once, and everybody after it comes through reviews.
platform_init() {
    [ ! -e "$demo/initialised" ] || return 0
    local policies=$CS_POLICIES
    "$root/deploy/demo.sh" operator
    platform_policies
    "$cli" init --people "$demo/operator.json" --policies "$policies" --database "$(connection cs_operator)" |
        sed 's/^/  /'
    : >"$demo/initialised"
}

# The story is told once; `quickstart.sh story` tells it again.
platform_story() {
    [ "${CS_STORY:-yes}" = yes ] && [ ! -e "$demo/story.txt" ] || return 0
    "$root/deploy/story.sh" | tee "$demo/story.txt.new"
    mv "$demo/story.txt.new" "$demo/story.txt"
    otp_rest
}

# A platform in a folder of its own is found by that folder alone: it keeps its ports.
platform_summary() {
    local platform_where=''
    [ "$CS_VAR" = "$root/var" ] || printf -v platform_where 'CS_VAR=%q ' "$CS_VAR"
    say 'Ready'
    note "gateway      $base_url (CA: $pki/ca.pem)"
    note "health       $ops_url/readyz"
    note "accounts     $demo/accounts.json"
    note "the log      ${SUDO_USER:+sudo }$cli verify --database \"$(connection cs_operator)\" --log-key $demo/log.vkey"
    [ ! -e "$demo/story.txt" ] || note "the story    $demo/story.txt (again: ${platform_where}deploy/quickstart.sh story)"
    note "stop         ${platform_where}deploy/quickstart.sh stop"
}

platform_stop() {
    local name
    for name in gateway sealer database; do service_stop "$name"; done
    note 'stopped'
}

platform_status() {
    local name failed=0
    for name in database sealer gateway; do service_status "$name" || failed=1; done
    if curl -fsS -o /dev/null "$ops_url/readyz" 2>/dev/null; then note 'ready'; else note 'not ready' && failed=1; fi
    return "$failed"
}

# The system users stay: another checkout may be using them.
platform_clean() {
    platform_stop
    rm -rf "$(socket_folder)" "$place" "$CS_VAR"
    note "removed $CS_VAR"
}
