/* SPDX-License-Identifier: Apache-2.0 */
/* countersign me: who I am here and what I may do. */
#include "base/guard.h"
#include "cli/client.h"
#include "cli/print.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_me_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *me;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, "/v1/me", &me));
    cs_cli_answer_print(cli, me);
out:
    return status;
}

const cs_cli_verb_t cs_cli_me = {
    "me", "", 0, 0, "who I am here, and what I may do", NULL, cs_cli_me_run,
};
