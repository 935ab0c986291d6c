#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every clause that is cited exists: a reader can walk from it to clauses.txt and back.
. "$(dirname "$0")/lib/common.sh"

# The ids and what they are part of: GS-2.1.1 lies in GS-2.1 and GS-2.
known=$(awk '/^[A-Z]/ { id = $1; print id; while (sub(/\.[^.]*$/, "", id)) print id }' tests/lint/clauses.txt | sort -u)

files | grep -vE '^(tests/lint/|LICENSE)' | search -ohE '\b(GS|JR|TS|FC|TC)-[0-9]+(\.[0-9]+)*[a-z]?\b' |
    sort -u | comm -13 <(echo "$known") - | none 'clauses that do not exist'

# Test names write a clause as GS_2_2_1.
echo "clauses with a test: $(files tests | grep -v '^tests/lint/' | search -ohE '\b(GS|JR)[-_][0-9]+([._][0-9]+)*[a-z]?\b' |
    tr _ . | sed 's/\([A-Z]\)[.]/\1-/' | sort -u | comm -12 <(echo "$known") - | wc -l)"
