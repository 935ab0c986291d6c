# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Runs one suite after another and adds up what each of their own closing lines says.

tally_begin() {
    passed=0 failed=0 skipped=0 failures=() asides=()
    logs=$(realpath -m "$here/../build-test/logs")
    rm -rf "$logs"
    mkdir -p "$logs"
}

# tally NAME FORMAT COMMAND...: runs it, shows it, counts it.
tally() {
    local name=$1 format=$2 status=0 counts began=$SECONDS
    shift 2
    printf '\n=== %s\n' "$name"
    "$@" 2>&1 | tee "$logs/$name.log" || status=$?
    read -r -a counts <<<"$("tally_$format" "$logs/$name.log" "$status")"
    # A suite that broke off failed, whatever it had counted until then.
    if [ "$status" != 0 ] && [ "${counts[1]}" = 0 ]; then counts[1]=1; fi
    if [ "$status" = 0 ] && [ $((counts[0] + counts[1])) = 0 ]; then counts[1]=1; fi
    printf -- '--- %s: %s passed, %s failed, %s skipped, %s s\n' "$name" "${counts[@]}" $((SECONDS - began))
    passed=$((passed + counts[0])) failed=$((failed + counts[1])) skipped=$((skipped + counts[2]))
    [ "${counts[1]}" = 0 ] || failures+=("$name ${counts[1]}")
}

# aside NAME COMMAND...: leaves what it says, and its status, beside the logs.
aside() {
    local name=$1 status=0
    shift
    "$@" >"$logs/$name.said" 2>&1 || status=$?
    echo "$status" >"$logs/$name.status"
}
aside_told() { cat "$logs/$1.said" && return "$(cat "$logs/$1.status")"; }

# tally_aside NAME FORMAT COMMAND...: runs it beside what follows, one after another; it is counted at the end.
tally_aside() {
    local name=$1 before=${asides[*]:+$!}
    asides+=("$name $2")
    shift 2
    { [ -z "$before" ] || tail --pid="$before" -f /dev/null; aside "$name" "$@"; } &
}

# Each prints "passed failed skipped" of a log; the second argument is the command's exit status.
tally_one() { if [ "$2" = 0 ]; then echo 1 0 0; else echo 0 1 0; fi; }
tally_cunit() { awk '$1 == "tests" { p += $4; f += $5 } END { print p + 0, f + 0, 0 }' "$1"; }
tally_node() { awk '$2 == "pass" { p += $3 } $2 == "fail" { f += $3 } $2 == "skipped" { s += $3 } END { print p + 0, f + 0, s + 0 }' "$1"; }
tally_tap() {
    awk '/^ *ok .*# *[Ss][Kk][Ii][Pp]/ { s++; next } /^ *ok / { p++ } /^ *not ok / { f++ } END { print p + 0, f + 0, s + 0 }' "$1"
}

# What failed, in a few lines each: where only the end of a run is kept, it says why.
causes() {
    awk '/failing tests:/ { told = 1 } /^ *not ok / || told && /✖/ { left = 6 } left > 0 && NF && !/^ +at / { print substr($0, 1, 300); left-- }' "$1"
}

tally_end() {
    local one name format count
    wait
    for one in "${asides[@]}"; do
        read -r name format <<<"$one"
        tally "$name" "$format" aside_told "$name"
    done
    printf '\n'
    for one in "${failures[@]}"; do
        read -r name count <<<"$one"
        printf 'FAILED %s (%s): %s\n' "$name" "$count" "$logs/$name.log"
        causes "$logs/$name.log"
    done
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" = 0 ]
}
