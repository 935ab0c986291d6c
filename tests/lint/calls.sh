#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Raw memory and text calls stay in src/base; elsewhere bytes are compared and copied with their size (M4).
. "$(dirname "$0")/lib/common.sh"

raw='\b(memcpy|memmove|memcmp|strlen|strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|alloca|atoi|strtok)[[:space:]]*\('
files 'src/*.c' 'src/*.h' | grep -v '^src/base/' | search -nE "$raw" | none 'forbidden calls in src'

# src knows neither nginx nor, outside db and cli, a socket.
files 'src/*.c' 'src/*.h' | search -nE '#include .*ngx_' | none 'nginx headers in src'
files 'src/*.c' 'src/*.h' | grep -vE '^src/(db|cli)/' | search -nE '#include <(sys/socket|netinet|libpq-fe|curl)' |
    none 'sockets outside db and cli'

# SQL text stands in the one table of statements; the module has none.
files 'src/*.c' 'module/*.c' | grep -v '^src/db/' | search -nE '"[^"]*\b(select|insert into|update|delete from) ' |
    none 'SQL outside src/db'
