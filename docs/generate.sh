#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes docs/problems.md from the one list of statuses and docs/floors.md from that of floors; with --check it only compares.
# shellcheck disable=SC2016 # the backticks are Markdown's
set -euo pipefail
cd "$(dirname "$0")/.."

problems() {
    cat <<'HEAD'
<!-- generated from src/base/status.h by docs/generate.sh: do not edit -->
# Problem codes

Errors are `application/problem+json` (RFC 9457). `code` is one of this closed list and never changes; `type` is this
page with the code as fragment; `title` follows `Accept-Language` (`en`, `zh-CN`), `detail` is English. `trace_id` finds the log entry.

| code | status | title | 标题 |
|---|---|---|---|
HEAD
    printf '#include "base/status.h"\n#define ROW(n, s, name, category, http, en, zh) ROW_BEGIN name http en zh\nCS_STATUS_LIST(ROW)\n' |
        cc -E -P -Isrc -x c - | sed 's/ROW_BEGIN/\n&/g' |
        sed -n 's/^ROW_BEGIN "\([a-z0-9_]*\)" \([0-9]*\) "\(.*\)" "\(.*\)" *$/\1 \2 \3|\4/p' |
        while read -r name http titles; do
            if [ "$http" -lt 400 ] || [ "$name" = again ]; then continue; fi
            printf '| <a id="%s"></a>`%s` | %s | %s | %s |\n' "$name" "$name" "$http" "${titles%|*}" "${titles#*|}"
        done
}

floors() {
    cat <<'HEAD'
<!-- generated from src/policy/floor.c by docs/generate.sh: do not edit -->
# Floors

What no policy may go below or beyond, whoever decides on it. `countersign policy check` names the member that does, the
database has the last word. A policy can be stricter. Rules that are no numbers: [policies](policies.md#floors).

| member | least | most | clause |
|---|---|---|---|
HEAD
    sed -n 's/^    {"\([a-z]*\)", NULL, "\([a-z0-9_]*\)", \([0-9]*\), \([A-Z0-9_]*\), "\([A-Z0-9.-]*\)"},$/| `\1.json` `\2` | \3 | \4 | \5 |/p
            s/^    {"\([a-z]*\)", "\([a-z0-9_]*\)", "\([a-z0-9_]*\)", \([0-9]*\), \([A-Z0-9_]*\), "\([A-Z0-9.-]*\)"},$/| `\1.json` `\2.\3` | \4 | \5 | \6 |/p' src/policy/floor.c |
        sed 's/| INT32_MAX |/| – |/'
    cat <<'HEAD'

| kind of review | stages at least | where the risk is high | approvals at least | clause |
|---|---|---|---|---|
HEAD
    sed 's/}, */},\n/g' src/policy/floor.c |
        sed -n 's/^ *{"\([a-z]*\.[a-z]*\)", \([0-9]*\), \([0-9]*\), \([0-9]*\), "\([A-Z0-9.-]*\)"},$/| `\1` | \2 | \3 | \4 | \5 |/p'
}

for page in problems floors; do
    if [ "${1:-}" = --check ]; then
        "$page" | diff -u "docs/$page.md" - || { echo "docs/$page.md is stale: run docs/generate.sh" >&2; exit 1; }
    else
        "$page" >"docs/$page.md"
    fi
done
