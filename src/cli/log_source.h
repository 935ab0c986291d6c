/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a log file (docs/PROTOCOL.entry.md), from where they are. */
#ifndef CS_CLI_LOG_SOURCE_H
#define CS_CLI_LOG_SOURCE_H

#include "cli/cli.h"

/* Called with each line, without its end, in order; another status than CS_OK ends the reading. */
typedef cs_status_t (*cs_cli_line_pt)(void *data, cs_bytes_t line);

cs_status_t cs_cli_log_from_file(cs_cli_t *cli, const char *path, cs_cli_line_pt take, void *data) CS_MUST_CHECK;

/* CS_UNAVAILABLE when the database is away or has no checkpoint yet. */
cs_status_t cs_cli_log_from_database(cs_cli_t *cli, const char *conninfo, cs_cli_line_pt take, void *data)
    CS_MUST_CHECK;

#endif
