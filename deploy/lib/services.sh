# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The three services, each under a keeper that restarts it: database, sealer, gateway.

# service_process NAME.keeper|NAME.pid: its process id, if that process is ours and lives.
service_process() {
    local pid
    pid=$(cat "$pids/$1" 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$place/" || return 1
    echo "$pid"
}

# service_start NAME USER SIGNAL COMMAND...
service_start() {
    local name=$1 user=$2 signal=$3
    shift 3
    if service_process "$name.keeper" >/dev/null; then return 0; fi
    service_kill_rest "$name"
    # The command's own user is chosen inside the keeper, so that the keeper can outlive and stop it.
    if [ "$user" != "$(id -un)" ]; then set -- setpriv --reuid="$user" --regid="$user" --init-groups "$@"; fi
    (cd / && exec setsid "$root/deploy/keep.sh" "$name" "$pids" "$signal" "$@" </dev/null >>"$log/$name.log" 2>&1) &
}

# A keeper that was killed may have left its service running.
service_kill_rest() {
    local pid
    if pid=$(service_process "$1.pid"); then kill -s KILL -- "-$pid" 2>/dev/null || kill -s KILL "$pid"; fi
}

service_stop() {
    local pid
    if pid=$(service_process "$1.keeper"); then
        kill -s TERM "$pid"
        wait_for 30 "$1 to stop" service_gone "$1"
    fi
    service_kill_rest "$1"
}

service_gone() { ! service_process "$1.keeper" >/dev/null; }

service_status() {
    if service_process "$1.keeper" >/dev/null && service_process "$1.pid" >/dev/null; then
        note "$1 runs (process $(cat "$pids/$1.pid"))"
    else
        note "$1 does not run"
        return 1
    fi
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$until" ] || die "waited in vain for $what; see $log"
        sleep 0.1
    done
}

sealer_start() {
    service_start sealer "$user_sealer" TERM \
        "$cli" seal --database "$(connection cs_sealer)" --keys "$keys/sealer" --state "$place/sealer/checkpoint"
}

# Somebody else's gateway on our port would look ready, too: looked for before
# anything is made, and again before the gateway starts, minutes later.
ports_check() {
    if service_process gateway.keeper >/dev/null; then return 0; fi
    service_kill_rest gateway
    port_check "$CS_PORT" CS_PORT
    port_check "$CS_OPS_PORT" CS_OPS_PORT
}

port_check() {
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then die "port $1 is taken; choose another one in $2"; fi
}

gateway_start() {
    if service_process gateway.keeper >/dev/null; then return 0; fi
    ports_check
    gateway_configure
    service_start gateway "$(id -un)" QUIT /usr/sbin/nginx -e "$log/gateway.error.log" -c "$place/nginx.conf"
    wait_for 30 'the gateway to be ready' curl -fsS "$ops_url/readyz"
}

# The whole configuration is one file; only names of places are filled in.
gateway_configure() {
    local user=''
    [ "$(id -u)" != 0 ] || user="user $user_gateway $user_gateway;"
    sed -e "s|@USER@|$user|" -e "s|@WORKERS@|$CS_WORKERS|" -e "s|@VAR@|$place|g" -e "s|@STAGE@|$stage|g" \
        -e "s|@PORT@|$CS_PORT|g" -e "s|@OPS_PORT@|$CS_OPS_PORT|g" -e "s|@ORIGIN@|$base_url|g" \
        -e "s|@DATABASE@|$(connection cs_gateway)|" "$root/conf/demonstration.conf" >"$place/nginx.conf"
}
