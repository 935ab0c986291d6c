#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every route of the module is described in docs/openapi.yaml, and nothing else is described.
. "$(dirname "$0")/lib/common.sh"

described() {
    awk '/^  \// { path = $1; sub(/:$/, "", path) }
         /^    (get|post|put|delete):/ { verb = toupper($1); sub(/:$/, "", verb); print verb, path }' docs/openapi.yaml |
        grep -vE ' /(healthz|readyz|metrics)$' | sed 's/{[a-z_]*}/{}/g' | sort
}
served() {
    sed -n 's/.*ROUTE(\([A-Z]*\), "\([^"]*\)".*/\1 \2/p' module/routes.c | sed 's/{[a-z_]*}/{}/g' | sort -u
}
diff <(served) <(described) || { echo 'module and docs/openapi.yaml differ'; exit 1; }
echo "routes: $(served | wc -l)"
