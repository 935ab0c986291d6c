#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A room of src knows only rooms above it in the list; the database's extension knows the first three.
. "$(dirname "$0")/lib/common.sh"

order='base codec crypto policy identity access review record delivery audit db cli'
# shellcheck disable=SC2016 # awk's own fields
files 'src/*.c' 'src/*.h' | xargs awk -v order="$order" '
    BEGIN { n = split(order, room, " "); for (i = 1; i <= n; i++) rank[room[i]] = i }
    match($0, /#include "[a-z]+\//) {
        split(FILENAME, part, "/")
        other = substr($0, RSTART + 10, RLENGTH - 11)
        if ((other in rank) && rank[other] > rank[part[2]]) print FILENAME ": " $0
    }' | none 'a room includes one below it'

read -ra beyond <<<"${order#base codec crypto }"
files 'sql/extension/*.c' 'sql/extension/*.h' | search -nE "#include \"($(IFS='|' && echo "${beyond[*]}"))/" |
    none 'the extension includes more than base, codec and crypto'
