#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# C code has the one format.
. "$(dirname "$0")/lib/common.sh"

mapfile -t sources < <(files '*.c' '*.h')
clang-format --dry-run --Werror "${sources[@]}"
echo "clang-format: ${#sources[@]} files"
