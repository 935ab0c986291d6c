#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Each file says its licence; no file says what it should not.
. "$(dirname "$0")/lib/common.sh"

files '*.c' '*.h' '*.sql' '*.sh' '*.js' '*.ts' '*.mk' '*.yaml' configure .ci/run | grep -v '/package-lock' |
    search -L 'SPDX-License-Identifier: Apache-2.0' | none 'files without their licence line'

# What is still to be done is an issue, or a test that is skipped with its reason (C6).
files | grep -vE '^(tests/lint/words.sh|LICENSE|.*package-lock.json)$' |
    search -nIE '\b(TODO|FIXME|XXX|HACK)\b' | none 'words that do not belong here'
