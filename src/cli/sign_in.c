/* SPDX-License-Identifier: Apache-2.0 */
/* countersign sign-in: the bound certificate of this connection, and the password (GS-2.1.3, JR-5.1). */
#include "base/guard.h"
#include "cli/password.h"
#include "cli/session.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_sign_in_call(cs_cli_t *cli, cs_cli_client_t *client, json_t **out)
{
    cs_cli_answer_t answer = {0};
    cs_cli_password_t password;
    json_t *body = NULL;
    cs_status_t status;

    CS_TRY(cs_cli_password_read(cli, "password-file", &password));
    body = json_pack("{s:s, s:s, s:s*}", "account", cs_cli_profile_text(&client->profile, "account"), "password",
                     password.text, "otp", cs_cli_option(cli, "otp"));
    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_call(cli, client, CS_CLI_CALL_STRANGER, "POST", "/v1/sessions", body, &answer));
    *out = answer.document;
out:
    json_decref(body);
    cs_cli_password_clear(&password);
    return status;
}

static cs_status_t
cs_cli_sign_in_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *answer = NULL;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_sign_in_call(cli, &client, &answer));
    CS_TRY(cs_cli_session_keep(cli, &client, answer));
out:
    return status;
}

static const cs_cli_option_t cs_cli_sign_in_options[] = {
    {"password-file", "FILE", "the password; else COUNTERSIGN_PASSWORD, else asked for", false},
    {"otp", "CODE", "a one-time code, where the policy asks for one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_sign_in = {
    "sign-in",          "", 0, 0, "begin a session and keep its token in the profile", cs_cli_sign_in_options,
    cs_cli_sign_in_run,
};
