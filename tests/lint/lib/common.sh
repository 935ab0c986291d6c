# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the lints share: they run from the root, look at what git tracks or could track, and say what is wrong.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

# files PATHSPEC...: of this checkout, without what is ignored.
files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do [ ! -f "$file" ] || echo "$file"; done; }

# none WHAT: fails, printing standard input, unless it is empty.
none() {
    local found
    found=$(cat)
    [ -z "$found" ] || { printf '%s:\n%s\n' "$1" "$found"; exit 1; }
}

# search OPTION... PATTERN: greps the files named on standard input; finding nothing is no failure.
search() { xargs -r grep "$@" || :; }
