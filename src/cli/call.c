/* SPDX-License-Identifier: Apache-2.0 */
/* One call, and its answer printed. */
#include "cli/call.h"

#include "base/guard.h"

cs_status_t
cs_cli_page_run(cs_cli_t *cli, const char *path, const char *const *query, const cs_cli_column_t *columns)
{
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_query_build(cli, path, query), &page));
    cs_cli_page_print(cli, page, columns);
out:
    return status;
}

cs_status_t
cs_cli_show_run(cs_cli_t *cli, const char *before, const char *after)
{
    const char *id = cli->argument_count == 0 ? "" : cli->arguments[0];
    cs_cli_client_t client;
    json_t *answer;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, before, id, after), &answer));
    cs_cli_answer_print(cli, answer);
out:
    return status;
}

void
cs_cli_done_print(const cs_cli_t *cli, const json_t *answer, const char *done)
{
    if (answer != NULL) {
        cs_cli_answer_print(cli, answer);
    } else {
        puts(cli->is_json ? "{}" : done);
    }
}

static cs_status_t
cs_cli_write_run(cs_cli_t *cli, const char *method, const char *path, const json_t *body, const char *done)
{
    cs_cli_client_t client;
    cs_cli_answer_t answer;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_call(cli, &client, CS_CLI_CALL_WRITE, method, path, body, &answer));
    cs_cli_done_print(cli, answer.document, done);
out:
    return status;
}

cs_status_t
cs_cli_send_run(cs_cli_t *cli, const char *method, const char *path, json_t *body, const char *done)
{
    cs_status_t status = body == NULL ? CS_NO_MEMORY : cs_cli_write_run(cli, method, path, body, done);

    json_decref(body);
    return status;
}

cs_status_t
cs_cli_delete_run(cs_cli_t *cli, const char *path, const char *done)
{
    return cs_cli_write_run(cli, "DELETE", path, NULL, done);
}
