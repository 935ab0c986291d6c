#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Each kind of review that ships stands wherever kinds are told apart; what nobody asks for cannot be planned.
. "$(dirname "$0")/lib/common.sh"

kinds=$(sed -n 's/^    "\([a-z]*\.[a-z]*\)": {$/\1/p' policies/reviews.json)
[ -n "$kinds" ] || { echo 'policies/reviews.json names no kinds'; exit 1; }
planned=(src/cli/review_plan.c module/plan.c)
all=(src/policy/floor.c module/shape.c sql/access/access.check_floors.sql sql/review/review.ask_for.sql sql/review/review.apply_effect.sql
    docs/openapi.yaml tests/e2e/lib/kinds.js)
missing() { grep -LF "$kind" "$@" | sed "s/$/: $kind/" || :; }
for kind in $kinds; do
    [ "$kind" = breakglass.review ] || missing "${planned[@]}"
    missing "${all[@]}"
done | none 'kinds that are not known everywhere'
echo "kinds: $(wc -w <<<"$kinds")"
