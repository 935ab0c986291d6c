# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # settings.sh sets the places
# How the story is told: what is said, what is called, what is answered.

chapter() { printf '\n\033[1m%s\033[0m\n\n' "$1"; }
tell() { tr '\n' ' ' <<<"$1" | fold -s -w 96 | sed 's/^/  /'; printf '\n'; }

# show ACCOUNT VERB...: prints the command, makes the call, indents what it says.
show() {
    command_line "$@"
    by "$@" 2>&1 | sed 's/^/      /'
    printf '\n'
}

# refused ACCOUNT VERB...: the same for a call that must be refused.
refused() {
    command_line "$@"
    if by "$@" >"$demo/answer" 2>&1; then die "this should have been refused: ${*:2}"; fi
    sed 's/^/      /' "$demo/answer"
    printf '\n'
}

command_line() { printf '  \033[2m%s $\033[0m countersign %s\n' "$1" "$(quoted "${@:2}")"; }

quoted() {
    local word out=
    for word in "$@"; do
        word=${word#"$root"/}
        if [[ $word == *[[:space:]]* ]]; then out+=" '$word'"; else out+=" $word"; fi
    done
    printf %s "${out# }"
}

# newest ACCOUNT LIST...: the id of the last made item of a list.
newest() { ask "$@" --limit 500 | jq -er '[.items[].id] | max'; }

# open_review ACCOUNT KIND [OBJECT]: the newest review of that kind that waits for this person.
open_review() {
    ask "$1" review list --state open --kind "$2" --role reviewer --limit 500 |
        jq -er --arg object "${3:-}" '[.items[] | select($object == "" or (.payload | tostring | contains($object))) | .id] | max'
}

newest_delivery() {
    ask "$1" audit list --action record.release --outcome done --object "$2" --limit 500 | jq -er '[.items[].id] | max'
}

# The sealer needs a moment.
wait_sealed() {
    local i
    for ((i = 0; i < 100; i++)); do
        if ask "$1" audit show "$2" | jq -e '.leaf_index != null' >/dev/null; then return 0; fi
        sleep 0.1
    done
    die "the entry $2 is not sealed"
}
