#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A person reaches every operation of docs/openapi.yaml by a verb of countersign(1): verbs.txt says by which, names all
# operations and all verbs, and each verb's own file, or one that it includes, makes the call.
. "$(dirname "$0")/lib/common.sh"

list=tests/lint/verbs.txt

# OPERATION METHOD PATH, a line for each.
operations() {
    awk '/^  \// { path = $1; sub(/:$/, "", path) }
         /^    (get|post|put|delete):/ { method = toupper($1); sub(/:$/, "", method) }
         /operationId:/ { print $2, method, path }' docs/openapi.yaml
}
# OPERATION VERB, a line for each; an operation without a verb has "-".
reached() {
    sed -n 's/^\([a-z_-]*\): \(.*\)/\1 \2/p' "$list" | while read -r operation verbs; do
        if [[ $verbs = '- '* ]]; then verbs=-; fi
        tr ',' '\n' <<<"$verbs" | sed "s/^ */$operation /"
    done
}
# FILE VERB, a line for each that there is.
verbs() { grep -A1 '^const cs_cli_verb_t' src/cli/*.c | sed -n 's/^\(.*\.c\)-  *"\([a-z -]*\)".*/\1 \2/p'; }

diff <(operations | cut -d ' ' -f 1 | sort) <(reached | awk '$1 != "-" { print $1 }' | sort -u) ||
    { echo "docs/openapi.yaml and $list name different operations"; exit 1; }
diff <(verbs | cut -d ' ' -f 2- | sort) <(reached | cut -d ' ' -f 2- | grep -v '^-$' | sort -u) ||
    { echo "src/cli and $list name different verbs"; exit 1; }

# How a file makes a call of that method.
maker() {
    case $1 in
        GET) echo 'cs_cli_get(\|cs_cli_page_run(\|cs_cli_show_run(\|"GET"' ;;
        POST) echo 'cs_cli_post(\|"POST"' ;;
        DELETE) echo 'cs_cli_delete_run(\|"DELETE"' ;;
        *) echo "\"$1\"" ;;
    esac
}
# The whole texts that make the path: what stands before, between and after ids.
pieces() { awk '{ gsub(/\{[a-z_]*\}/, "\n"); print }' <<<"$1" | sed '/^$/d'; }

# A file, and those that it has a step of it done by.
sources() {
    echo "$1"
    sed -n 's|^#include "\(cli/.*\)\.h"|src/\1.c|p' "$1" | grep -vE '/(verbs|call|client|print)\.c$' | while read -r file; do [ ! -f "$file" ] || echo "$file"; done
}

reached | awk '$1 != "-" && $2 != "-"' | while read -r operation verb; do
    file=$(verbs | awk -v verb="$verb" '{ file = $1; sub(/^[^ ]* /, ""); if ($0 == verb) print file }')
    read -r _ method path < <(operations | grep "^$operation ")
    mapfile -t files < <(sources "$file")
    grep -q "$(maker "$method")" "${files[@]}" || echo "$verb: $file calls nothing by $method"
    pieces "$path" | while read -r piece; do grep -q "\"${piece}[\"?]" "${files[@]}" || echo "$verb: $file does not say $piece"; done
done | none 'verbs that do not make their call'
echo "operations: $(operations | wc -l), verbs: $(verbs | wc -l)"
