#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The list of actions in C and the one that is deployed are the same list.
. "$(dirname "$0")/lib/common.sh"

# A long row stands on several lines.
in_c() {
    sed -e ':row' -e '/^ *X(/{/")/!{N;s/ *\\\n */ /;b row' -e '}' -e '}' src/audit/action.h |
        sed -n 's/^ *X("\([^"]*\)", \([a-z]*\), \("[^"]*"\|NULL\), "\([^"]*\)").*/\1 \2 \3 \4/p' |
        sed 's/ NULL / - /; s/"//g' | tr '|' ','
}
in_sql() { sed -n "s/^ *('\([^']*\)', '\([a-z]*\)', '{\([^}]*\)}', '\([^']*\)').*/\1 \2 \3 \4/p" sql/audit/actions.sql | sed 's/  / - /'; }

diff <(in_c) <(in_sql) || { echo 'src/audit/action.h and sql/audit/actions.sql differ'; exit 1; }
[ "$(in_c | wc -l)" -gt 0 ]
echo "actions: $(in_c | wc -l)"
