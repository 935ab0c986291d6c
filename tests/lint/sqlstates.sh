#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Each SQLSTATE of our own stands in the table of docs/ARCHITECTURE.md, and each of the table is raised.
. "$(dirname "$0")/lib/common.sh"

raised() { files 'sql/*.sql' | search -hoE "(errcode = |sqlstate |refuse_change\()'+CS[0-9]{3}'" | grep -oE 'CS[0-9]{3}' | sort -u; }
listed() { sed -n '/^| SQLSTATE/,/^$/p' docs/ARCHITECTURE.md | grep -oE 'CS[0-9]{3}' | sort -u; }

diff <(raised) <(listed) || { echo 'sql and docs/ARCHITECTURE.md differ'; exit 1; }
echo "SQLSTATEs: $(raised | wc -l)"
