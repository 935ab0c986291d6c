/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign phrase set|show: a phrase that I chose and that the platform
 * shows to my device before it gets my password: a copy of it cannot (JR-11.3.1).
 */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_phrase_set_run(cs_cli_t *cli)
{
    json_t *body = json_pack("{s:s}", "phrase", cli->arguments[0]);

    return cs_cli_send_run(cli, "PUT", "/v1/phrase", body, "kept");
}

static cs_status_t
cs_cli_phrase_show_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    cs_cli_answer_t answer;
    const char *path;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    path = cs_cli_path_build(cli, "/v1/phrase?account=", cs_cli_profile_text(&client.profile, "account"), "");
    CS_TRY(cs_cli_call(cli, &client, CS_CLI_CALL_STRANGER, "GET", path, NULL, &answer));
    cs_cli_done_print(cli, answer.document, "");
out:
    return status;
}

const cs_cli_verb_t cs_cli_phrase_set = {
    "phrase set", "TEXT", 1, 1, "choose the phrase by which I know the platform", NULL, cs_cli_phrase_set_run,
};

const cs_cli_verb_t cs_cli_phrase_show = {
    "phrase show", "", 0, 0, "what the platform shows to my device before I sign in", NULL, cs_cli_phrase_show_run,
};
