#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The ten largest files and functions: a mirror, not a gate.
. "$(dirname "$0")/lib/common.sh"

median() { sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'; }

# A function begins at a line that is only an opening brace and ends at one that is only a closing one.
functions() {
    # shellcheck disable=SC2016 # awk's own fields
    files 'src/*.c' 'module/*.c' 'sql/extension/*.c' | xargs awk '
        FNR == 1 { open = 0 }
        /^[a-zA-Z_].*\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
        /^{/ || (/^[a-zA-Z_].*\).*{$/ && !/^(typedef|struct|enum|union|static const)/) { open = FNR }
        /^}/ && open { print FNR - open + 1, name, FILENAME; open = 0 }'
}

echo 'largest files (lines):'
files '*.c' '*.h' '*.sql' '*.sh' '*.js' | xargs wc -l | grep -v ' total$' | sort -rn | sed -n 1,10p
echo 'largest functions (lines):'
functions | sort -rn | sed -n 1,10p
echo "median: $(files 'src/*.c' 'module/*.c' | xargs wc -l | grep -v ' total$' | median) lines a C file, $(functions | median) a function"
