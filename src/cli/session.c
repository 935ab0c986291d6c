/* SPDX-License-Identifier: Apache-2.0 */
/* countersign session list|end|refresh: my own terminals (GS-2.2.1). */
#include "cli/session.h"

#include "base/guard.h"
#include "cli/call.h"
#include "cli/hint.h"
#include "cli/names.h"
#include "cli/verbs.h"

cs_status_t
cs_cli_session_keep(cs_cli_t *cli, cs_cli_client_t *client, json_t *answer)
{
    const char *token = cs_json_get_text(answer, "access_token"), *session = cs_json_get_text(answer, "session");
    cs_status_t status;

    CS_REQUIRE(token != NULL && session != NULL,
               cs_cli_fail(cli, CS_INTERNAL, "the platform answered without a token"));
    CS_TRY(cs_cli_profile_keep(cli, &client->profile, token, session));
    (void)json_object_del(answer, "access_token"); /* it stands in the profile, and needs to be nowhere else */
    cs_cli_answer_print(cli, answer);
    if (!cli->is_json) {
        cs_cli_owed_print(stdout, json_object_get(answer, "must"));
    }
out:
    return status;
}

static cs_status_t
cs_cli_session_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"SESSION", "id"},      {"DEVICE", "device.label"},
        {"BEGAN", "began_at"},  {"LAST USED", "last_used_at"},
        {"CURRENT", "current"}, {NULL, NULL},
    };

    return cs_cli_page_run(cli, "/v1/sessions", query, columns);
}

/* All of somebody else's are ended by an account. */
static cs_status_t
cs_cli_session_end_run(cs_cli_t *cli)
{
    static const char *const query[] = {"account", NULL};

    if ((cli->argument_count == 1) == (cs_cli_option(cli, "account") != NULL)) {
        return cs_cli_usage(cli, "either a session, or --account");
    }
    if (cli->argument_count == 0) {
        cs_status_t status = cs_cli_account_option_find(cli, "account");

        return status == CS_OK ? cs_cli_delete_run(cli, cs_cli_query_build(cli, "/v1/sessions", query), "ended")
                               : status;
    }
    return cs_cli_delete_run(cli, cs_cli_path_build(cli, "/v1/sessions/", cli->arguments[0], ""), "ended");
}

/* Never repeated: the token of an answer that was lost is lost as well. */
static cs_status_t
cs_cli_session_refresh_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    cs_cli_answer_t answer;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_call(cli, &client, CS_CLI_CALL_READ, "POST", "/v1/sessions/current/refresh", NULL, &answer));
    CS_TRY(cs_cli_session_keep(cli, &client, answer.document));
out:
    return status;
}

static const cs_cli_option_t cs_cli_session_list_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_session_list = {
    "session list", "", 0, 0, "where I am signed in", cs_cli_session_list_options, cs_cli_session_list_run,
};

static const cs_cli_option_t cs_cli_session_end_options[] = {
    {"account", "ACCOUNT", "all of somebody else's, under a break-glass", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_session_end = {
    "session end",
    "[SESSION]",
    0,
    1,
    "end one of my sessions; under a break-glass also others'",
    cs_cli_session_end_options,
    cs_cli_session_end_run,
};

const cs_cli_verb_t cs_cli_session_refresh = {
    "session refresh", "", 0, 0, "a new token for the session that is open", NULL, cs_cli_session_refresh_run,
};
