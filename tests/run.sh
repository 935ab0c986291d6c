#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# All tests, on a platform of their own beside whatever else runs here.
#
#   tests/run.sh              everything
#   tests/run.sh units lint   only these sections
#
# The last line says how many claims held: "N passed, N failed, N skipped".
# CS_KEEP=1 leaves the platform running, CS_SANITIZE=1 gives it the command
# built with ASan and UBSan.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
export CS_VAR=${CS_VAR:-$here/../build-test/var} CS_STORY=no
# shellcheck source=lib/ports.sh
. "$here/lib/ports.sh"
ports_choose
# shellcheck source=lib/sections.sh
. "$here/lib/sections.sh"
# shellcheck source=lib/tally.sh
. "$here/lib/tally.sh"

if [ $# = 0 ]; then set -- "${sections[@]}"; fi
tally_begin
trap 'section_platform_stop' EXIT
section_packages
for name in "$@"; do "section_$name"; done
tally_end
