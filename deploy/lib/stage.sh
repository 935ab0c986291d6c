# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # settings.sh sets the places
# How the story is told: what is said, what is called, what is answered.

chapter() { printf '\n%s\n\n' "$bold$1$plain"; }
tell() { tr '\n' ' ' <<<"$1" | fold -s -w 96 | sed 's/^/  /; s/ *$//'; printf '\n\n'; }

# show ACCOUNT VERB...: prints the command, makes the call, indents what it says.
show() {
    command_line "$@"
    by "$@" >"$demo/answer" 2>&1 || die "$(cat "$demo/answer")"
    answered
}

# A signature is shown by its beginning; what is read again and again is left out.
answered() {
    sed -E 's/([A-Za-z0-9_-]{32})[A-Za-z0-9_.-]{80,}/\1…/; s/^/      /' "$demo/answer"
    printf '\n'
}

# countersign REVIEW FROM PERSON...: each in turn signs exactly the payload that the review has pinned; the answer is
# shown from the line that begins with FROM.
countersign() {
    local person
    for person in "${@:3}"; do
        command_line "$person" review decide "$1" --verdict approve --comment 'checked against the source' --yes
        by "$person" review decide "$1" --verdict approve --comment 'checked against the source' --yes >"$demo/decided" 2>&1 ||
            die "$(cat "$demo/decided")"
        sed -n "/^$2/,\$p" "$demo/decided" >"$demo/answer"
        answered
    done
}

# said NAME: the value of the first line "NAME: value" in the last answer.
said() { sed -n "s/^ *$1: //p" "$demo/answer" | head -n 1; }

# refused ACCOUNT VERB...: the same for a call that must be refused.
refused() {
    command_line "$@"
    if by "$@" >"$demo/answer" 2>&1; then die "this should have been refused: ${*:2}"; fi
    answered
}

command_line() { printf '  %s countersign %s\n' "$faint$1 \$$plain" "$(quoted "${@:2}")"; }

quoted() {
    local word out=
    for word in "$@"; do
        word=${word#"$root"/}
        if [[ $word == *[[:space:]]* ]]; then out+=" '$word'"; else out+=" $word"; fi
    done
    printf %s "${out# }"
}

# open_review ACCOUNT KIND [OBJECT]: the newest review of that kind that waits for this person.
open_review() {
    ask "$1" review list --state open --kind "$2" --role reviewer --limit 500 |
        jq -er --arg object "${3:-}" '[.items[] | select($object == "" or (.payload | tostring | contains($object))) | .id] | max'
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
