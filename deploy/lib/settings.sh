# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034 # what is set here is read by the files that source it
#
# Where everything lies and who runs it.  The environment may choose:
#   CS_VAR        the folder of this platform           [var in the checkout]
#   CS_PORT       where the gateway listens (TLS)       [8443]
#   CS_OPS_PORT   health and metrics, plain, loopback   [8081]
#   CS_POLICIES   the policies that init loads          [policies]
#   CS_WORKERS    gateway workers                       [2]
#   CS_CLI        another countersign binary            [the installed one]

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

: "${CS_VAR:=$root/var}" "${CS_POLICIES:=$root/policies}" "${CS_WORKERS:=2}"
CS_VAR=$(realpath -ms "$CS_VAR")

# Colours are for a terminal only.
bold='' faint='' plain=''
[ ! -t 1 ] || bold=$'\e[1m' faint=$'\e[2m' plain=$'\e[0m'

say() { printf '%s\n' "$bold$*$plain"; }
note() { printf '  %s\n' "$*"; }
die() { printf 'quickstart: %s\n' "$*" >&2; exit 1; }

# A platform keeps the ports it began with, for profiles and accounts name them.
settings_ports() {
    local port=8443 ops_port=8081
    if [ -r "$CS_VAR/ports" ]; then
        read -r port ops_port <"$CS_VAR/ports"
        [ "${CS_PORT:-$port} ${CS_OPS_PORT:-$ops_port}" = "$port $ops_port" ] ||
            die "this platform began with CS_PORT=$port CS_OPS_PORT=$ops_port; clean it to begin with others"
    fi
    : "${CS_PORT:=$port}" "${CS_OPS_PORT:=$ops_port}"
}
settings_ports
export CS_VAR CS_PORT CS_OPS_PORT CS_POLICIES CS_WORKERS

platform=countersign-demo
base_url=https://127.0.0.1:$CS_PORT
ops_url=http://127.0.0.1:$CS_OPS_PORT
pg_bin=/usr/lib/postgresql/15/bin

# var may be a symlink into a folder that the services' users can enter: they get the real path.
settings_places() {
    place=$(realpath -m "$CS_VAR")
    stage=$place/stage
    cli=${CS_CLI:-$stage/usr/bin/countersign}
    keys=$place/keys
    pki=$place/pki
    log=$place/log
    demo=$place/demo
    pids=$place/run
}
settings_places

# Who runs what: three users as root, one without.
if [ "$(id -u)" = 0 ]; then
    user_db=countersign-db user_gateway=countersign-gw user_sealer=countersign-seal
    owner=$(stat -c %U "$root")
    [ "$owner" != UNKNOWN ] || owner=root
else
    user_db=$(id -un)
    user_gateway=$user_db user_sealer=$user_db owner=$user_db
fi

# as USER COMMAND...: with that user's rights and none of ours.
as() {
    local user=$1
    shift
    if [ "$user" = "$(id -un)" ]; then
        "$@"
    else
        setpriv --reuid="$user" --regid="$user" --init-groups env HOME=/nonexistent "$@"
    fi
}

# The folder of the database's socket: a short path, since a socket's is at most 107 bytes.
socket_folder() { readlink -f "$place/run/db"; }

# connection USER: a libpq connection string.
connection() { printf 'host=%s dbname=countersign user=%s' "$(socket_folder)" "$1"; }
