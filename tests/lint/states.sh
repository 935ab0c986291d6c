#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# docs/states.md and the schema agree: each state that a constraint allows has its place, and nothing else has one; each
# that is not final has a way out, each way is a function, and a test takes it.
. "$(dirname "$0")/lib/common.sh"

page=docs/states.md

# SECTION FROM TO FUNCTION, a line for each arrow.
arrows() {
    # shellcheck disable=SC2016 # awk's own fields
    awk '/^## / { section = $2 }
         / --> / { sub(/:$/, "", $3); print section, $1, $3, ($4 == "" ? "-" : $4) }' "$page"
}

# FILE CONSTRAINT of all that have states.
constrained() { grep -roE 'constraint [a-z_]*_state_ck' sql | sed 's|^sql/||; s|:constraint | |' | sort; }
# shellcheck disable=SC2016 # awk's own fields
diff <(constrained) <(awk '/^<!-- states: / { print $3, $4 }' "$page" | sort) || { echo "$page and the schema name different constraints"; exit 1; }

# SECTION STATE, a line for each state that the schema's constraints allow.
schema_states() {
    local section file constraint
    # shellcheck disable=SC2016 # awk's own fields
    awk '/^## / { section = $2 } /^<!-- states: / { print section, $3, $4 }' "$page" |
        while read -r section file constraint; do
            grep "constraint $constraint " "sql/$file" | grep -o "'[a-z_]*'" | tr -d "'" | sed "s/^/$section /"
        done
}
reserved() { sed -n 's/^Reserved in \([A-Z][a-z]*\): \(.*\)\.$/\1 \2/p' "$page" | while read -r section states; do
    tr -d '`,' <<<"$states" | tr ' ' '\n' | sed "s/^/$section /"
done; }

diff <(schema_states | sort) <({ arrows | awk '$1 != "Session" && $2 != "[*]" { print $1, $2 } $1 != "Session" && $3 != "[*]" { print $1, $3 }'
    reserved; } | sort -u) || { echo "$page and the schema name different states"; exit 1; }

arrows | awk '{ state[$1 " " $2] = 1; state[$1 " " $3] = 1; out[$1 " " $2] = 1 }
    END { for (s in state) if (!(s in out) && s !~ /\[\*\]$/) print s }' | none 'states without a way out'

# What begins a thing makes its row, what ends a session sets a time; every other function names the state.
arrows | while read -r section from to function; do
    [ "$function" != - ] || continue
    file=$(find sql -name "$function.sql")
    [ -n "$file" ] || { echo "$section: there is no $function"; continue; }
    [ "$from" = '[*]' ] || [ "$section" = Session ] || grep -q "'$to'" "$file" || echo "$section: $function does not lead to $to"
done | none 'arrows that lead nowhere'

# Each way out is taken by a test: THING FROM TO, a row for each.
tests=tests/e2e/62-ways-out.test.js
diff <(arrows | awk '$2 != "[*]" && $3 != "[*]" { print tolower($1), $2, $3 }' | sort -u) \
    <(sed -n "s/^  \['\([a-z-]*\)', '\([a-z_]*\)', '\([a-z_]*\)', .*/\1 \2 \3/p" "$tests" | sort) ||
    { echo "$page and $tests name different ways"; exit 1; }
echo "states: $(schema_states | wc -l), arrows: $(arrows | wc -l)"
