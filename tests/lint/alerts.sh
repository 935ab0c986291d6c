#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Each alert that is raised by its name is among those that docs/openapi.yaml lists.
. "$(dirname "$0")/lib/common.sh"

# The second argument: a code, or a case of codes.
raised() {
    files 'sql/*.sql' | search -h 'ops\.raise_alert(' |
        sed -n "s/.*raise_alert([a-z_]*, \(.*\), '\(notice\|warning\|critical\)'.*/\1/p" |
        grep -oE "(^|then |else )'[a-z_]+'" | grep -oE "[a-z_]+'" | tr -d "'" | sort -u
}
listed() { grep -E 'Codes are .*others may come' docs/openapi.yaml | grep -oE '[a-z_]+' | sort -u; }

comm -23 <(raised) <(listed) | none 'alerts that docs/openapi.yaml does not list'
[ "$(raised | wc -l)" -gt 10 ]
echo "alerts: $(raised | wc -l)"
