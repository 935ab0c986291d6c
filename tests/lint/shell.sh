#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every shell script passes shellcheck together with what it sources.
. "$(dirname "$0")/lib/common.sh"

mapfile -t scripts < <(files '*.sh' configure .ci/run | grep -vE '(^|/)lib/')
shellcheck --check-sourced "${scripts[@]}"
echo "shellcheck: ${#scripts[@]} scripts"
