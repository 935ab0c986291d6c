#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The demonstration: one fraud case, two banks, one regulator.  Every step is
# a call of countersign(1) as one person, printed before it is made, so that
# each can be repeated by hand.  These people stand in no list of test accounts.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/settings.sh
. "$here/lib/settings.sh"
# shellcheck source=lib/people.sh
. "$here/lib/people.sh"

author=banka.mei.lan department=banka.gao.shan responsible=banka.song.ke compliance=banka.tang.wen
reader=bankb.han.xue approver=bankb.feng.ye regulator=regulator.ning.jing

chapter() { printf '\n\033[1m%s\033[0m\n' "$1"; }
tell() { fold -s -w 96 <<<"$1" | sed 's/^/  /'; }

# show ACCOUNT VERB...: prints the command, makes the call, indents what it says.
show() {
    printf '\n  \033[2m%s $\033[0m countersign %s\n' "$1" "$(quoted "${@:2}")"
    by "$@" | sed 's/^/      /'
}

quoted() {
    local word out=
    for word in "$@"; do
        if [[ $word == *[[:space:]]* ]]; then out+=" '$word'"; else out+=" ${word/#"$root"\//}"; fi
    done
    printf %s "${out# }"
}

# newest ACCOUNT LIST FILTER: the id of the newest item of a list that fits a jq filter.
newest() { ask "$1" "${@:3}" | jq -er "[.items[] | select($2)] | last | .id"; }

everybody() {
    local person
    for person in "$author" "$department" "$responsible" "$compliance" "$reader" "$approver" "$regulator"; do
        "$1" "$person"
    done
}
