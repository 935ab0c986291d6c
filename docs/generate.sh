#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes docs/problems.md from the one list of statuses; with --check it only compares.
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
            # shellcheck disable=SC2016 # the backticks are Markdown's
            printf '| <a id="%s"></a>`%s` | %s | %s | %s |\n' "$name" "$name" "$http" "${titles%|*}" "${titles#*|}"
        done
}

if [ "${1:-}" = --check ]; then
    problems | diff -u docs/problems.md - && exit 0
    echo "docs/problems.md is stale: run docs/generate.sh" >&2
    exit 1
fi
problems >docs/problems.md
