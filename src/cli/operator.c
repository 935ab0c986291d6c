/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's way into the database: patient with long reads, quick to say that nobody is there. */
#include "cli/operator.h"

#include "base/guard.h"

#define CS_OPERATOR_CALL_MS    600000
#define CS_OPERATOR_CONNECT_MS 10000

static void
cs_cli_operator_log(void *data, cs_log_level_t level, const char *text)
{
    (void)data;
    if (level != CS_LOG_NOTICE) {
        fprintf(stderr, "countersign: database: %s\n", text);
    }
}

cs_status_t
cs_cli_operator_open(cs_cli_t *cli, const char *conninfo, cs_poll_t **out)
{
    cs_database_options_t options;

    cs_database_options_init(&options, CS_ROLE_OPERATOR);
    options.conninfo = conninfo;
    options.size = 1;
    options.wait_timeout_ms = CS_OPERATOR_CONNECT_MS;
    options.query_timeout_ms = CS_OPERATOR_CALL_MS;
    return cs_poll_new(cli->pool, &options, cs_cli_operator_log, NULL, out, &cli->error);
}

cs_status_t
cs_cli_operator_call(cs_cli_t *cli, cs_poll_t *database, cs_statement_id_t statement, const cs_bytes_t *parameters,
                     cs_pool_t *results, cs_result_t *out)
{
    cs_status_t status = cs_poll_call(database, statement, parameters, CS_OPERATOR_CALL_MS, results, out);

    if (status == CS_OK) {
        return CS_OK;
    }
    return cs_cli_fail(cli, status, "the database does not answer: %s", cs_status_title(status, CS_LANGUAGE_EN));
}
