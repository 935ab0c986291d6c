#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A person reaches every call of the module by a verb of countersign(1); what only programs call is named here.
. "$(dirname "$0")/lib/common.sh"

for_programs='^/oauth2/token$|^/\.well-known/oauth-authorization-server$'

# The texts that a verb must hold to make the path: what stands before and after an id.
pieces() { awk '{ gsub(/\{[a-z_]*\}/, "\n"); print }' <<<"$1" | sed '/^$/d'; }

sed -n 's/.*ROUTE([A-Z]*, "\([^"]*\)".*/\1/p' module/routes.c | sort -u | grep -vE "$for_programs" | while read -r path; do
    missing=no
    while read -r piece; do
        grep -qF -- "\"$piece" src/cli/*.c || missing=yes
    done < <(pieces "$path")
    [ $missing = no ] || echo "$path"
done | none 'calls that no verb makes'
echo "calls with a verb: $(sed -n 's/.*ROUTE([A-Z]*, "\([^"]*\)".*/\1/p' module/routes.c | sort -u | wc -l)"
