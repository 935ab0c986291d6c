#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What is generated is what its source says.
. "$(dirname "$0")/lib/common.sh"

docs/generate.sh --check
echo 'generated pages are current'
