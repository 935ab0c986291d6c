#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What cppcheck finds in the library, the command and the extension.
. "$(dirname "$0")/lib/common.sh"

cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=readdirCalled --library=posix,bsd --include=tests/lint/lib/macros.h -D__GNUC__ -j "$(nproc)" -Isrc src sql/extension
echo 'cppcheck: nothing found'
