/* SPDX-License-Identifier: Apache-2.0 */
/* countersign password change: my own, which nobody else ever sees (GS-2.1.2). */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/password.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_password_change_call(cs_cli_t *cli, cs_cli_client_t *client, const cs_cli_password_t *current,
                            const cs_cli_password_t *new)
{
    json_t *body = json_pack("{s:s, s:s}", "current", current->text, "new", new->text);
    cs_cli_answer_t answer;
    cs_status_t status;

    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_call(cli, client, CS_CLI_CALL_READ, "PUT", "/v1/password", body, &answer));
    cs_cli_done_print(cli, answer.document, "changed; my other sessions have ended");
out:
    json_decref(body);
    return status;
}

static cs_status_t
cs_cli_password_change_run(cs_cli_t *cli)
{
    cs_cli_password_t current = {""}, new = {""};
    cs_cli_client_t client;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_password_read(cli, "password-file", &current));
    CS_TRY(cs_cli_password_read(cli, "new-password-file", &new));
    CS_TRY(cs_cli_password_change_call(cli, &client, &current, &new));
out:
    cs_cli_password_clear(&current);
    cs_cli_password_clear(&new);
    return status;
}

static const cs_cli_option_t cs_cli_password_change_options[] = {
    {"password-file", "FILE", "the password so far; else COUNTERSIGN_PASSWORD, else asked for", false},
    {"new-password-file", "FILE", "the new one; else COUNTERSIGN_NEW_PASSWORD, else asked for", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_password_change = {
    "password change",
    "",
    0,
    0,
    "set a new password of my own; my other sessions end",
    cs_cli_password_change_options,
    cs_cli_password_change_run,
};
