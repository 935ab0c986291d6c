/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's way into the database. */
#ifndef CS_CLI_OPERATOR_H
#define CS_CLI_OPERATOR_H

#include "cli/cli.h"
#include "db/poll.h"

/* A client that logs in as cs_operator, closed with the pool. */
cs_status_t cs_cli_operator_open(cs_cli_t *cli, const char *conninfo, cs_poll_t **out) CS_MUST_CHECK;

/* One call; the result lives in `results`.  The failure is put into words. */
cs_status_t cs_cli_operator_call(cs_cli_t *cli, cs_poll_t *database, cs_statement_id_t statement,
                                 const cs_bytes_t *parameters, cs_pool_t *results, cs_result_t *out) CS_MUST_CHECK;

#endif
