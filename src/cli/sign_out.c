/* SPDX-License-Identifier: Apache-2.0 */
/* countersign sign-out: ends the session there, then forgets the token here. */
#include "base/guard.h"
#include "cli/client.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_sign_out_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    cs_cli_answer_t answer;
    cs_status_t status;
    const char *path = cs_cli_switch(cli, "everywhere") ? "/v1/sessions" : "/v1/sessions/current";

    CS_TRY(cs_cli_client_open(cli, &client));
    status = cs_cli_call(cli, &client, CS_CLI_CALL_WRITE, "DELETE", path, NULL, &answer);
    if (status == CS_OK || status == CS_INVALID_TOKEN) { /* ended already: as good */
        cli->problem = NULL;
        status = cs_cli_profile_keep(cli, &client.profile, NULL, NULL);
    }
    if (status == CS_OK) {
        puts(cli->is_json ? "{}" : "signed out");
    }
out:
    return status;
}

static const cs_cli_option_t cs_cli_sign_out_options[] = {
    {"everywhere", NULL, "all my sessions, also those on other devices", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_sign_out = {
    "sign-out", "", 0, 0, "end the session and forget its token", cs_cli_sign_out_options, cs_cli_sign_out_run,
};
