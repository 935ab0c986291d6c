/* SPDX-License-Identifier: Apache-2.0 */
/* What most verbs are: one call, and its answer printed. */
#ifndef CS_CLI_CALL_H
#define CS_CLI_CALL_H

#include "cli/client.h"
#include "cli/print.h"

/* GET of a page, with those options that `query` names; printed as a table. */
cs_status_t cs_cli_page_run(cs_cli_t *cli, const char *path, const char *const *query, const cs_cli_column_t *columns)
    CS_MUST_CHECK;

/* GET of one thing: before ‖ the verb's first argument ‖ after. */
cs_status_t cs_cli_show_run(cs_cli_t *cli, const char *before, const char *after) CS_MUST_CHECK;

/* A write whose body is taken (NULL: there was no memory for it); `done` is said where the answer is empty. */
cs_status_t cs_cli_send_run(cs_cli_t *cli, const char *method, const char *path, json_t *body, const char *done)
    CS_MUST_CHECK;

/* A write without a body. */
cs_status_t cs_cli_delete_run(cs_cli_t *cli, const char *path, const char *done) CS_MUST_CHECK;

/* An answer, or where it is empty `done`. */
void cs_cli_done_print(const cs_cli_t *cli, const json_t *answer, const char *done);

#endif
