/* SPDX-License-Identifier: Apache-2.0 */
/* countersign grant list|show|revoke. */
#include "cli/call.h"
#include "cli/names.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_grant_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"account", "limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"GRANT", "id"},
        {"PERMISSION", "permission"},
        {"RECORD", "scope.record"},
        {"TYPE", "scope.type"},
        {"CATEGORY", "scope.category"},
        {"UP TO", "max_level"},
        {"OPERATIONS", "operations"},
        {"PURPOSE", "purpose"},
        {"UNTIL", "until"},
        {NULL, NULL},
    };
    cs_status_t status = cs_cli_account_option_find(cli, "account");

    return status == CS_OK ? cs_cli_page_run(cli, "/v1/grants", query, columns) : status;
}

static const cs_cli_option_t cs_cli_grant_list_options[] = {
    {"account", "ACCOUNT", "of one account of my institution; default: my own", false},
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_grant_list = {
    "grant list",
    "",
    0,
    0,
    "what I have been granted: functions, and data up to which level, for what purpose; until when",
    cs_cli_grant_list_options,
    cs_cli_grant_list_run,
};

static cs_status_t
cs_cli_grant_show_run(cs_cli_t *cli)
{
    return cs_cli_show_run(cli, "/v1/grants/", "");
}

const cs_cli_verb_t cs_cli_grant_show = {
    "grant show", "GRANT", 1, 1, "one grant, in whatever state, and its risk", NULL, cs_cli_grant_show_run,
};

static cs_status_t
cs_cli_grant_revoke_run(cs_cli_t *cli)
{
    return cs_cli_delete_run(cli, cs_cli_path_build(cli, "/v1/grants/", cli->arguments[0], ""), "revoked");
}

const cs_cli_verb_t cs_cli_grant_revoke = {
    "grant revoke",
    "GRANT",
    1,
    1,
    "take a grant back, at once: my own, one of my institution's people, or of my institution's data",
    NULL,
    cs_cli_grant_revoke_run,
};
