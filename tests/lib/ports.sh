# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Two ports that nobody listens on, so that the tests may run beside a quickstart and beside each other.

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_find() {
    local port=$1
    until port_is_free "$port"; do port=$((port + 1)); done
    echo "$port"
}

# A platform that an earlier run left behind keeps its own.  They are taken only
# minutes after they were found: two runs at once should not have found the same.
ports_choose() {
    if [ -r "${CS_VAR:-}/ports" ]; then return 0; fi
    CS_PORT=${CS_PORT:-$(port_find $((12000 + RANDOM % 4000)))}
    CS_OPS_PORT=${CS_OPS_PORT:-$(port_find $((16000 + RANDOM % 4000)))}
    export CS_PORT CS_OPS_PORT
}
