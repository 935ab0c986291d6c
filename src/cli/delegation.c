/* SPDX-License-Identifier: Apache-2.0 */
/* countersign delegation list|create|end: who decides in whose name (GS-2.2.3, GS-3.1.1). */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/names.h"
#include "cli/step_up.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_delegation_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"account", "limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"DELEGATION", "id"},
        {"FROM", "from"},
        {"TO", "to"},
        {"PERMISSION", "permission"},
        {"STARTS", "starts_at"},
        {"UNTIL", "until"},
        {"OVERDUE ONLY", "overdue_only"},
        {NULL, NULL},
    };
    cs_status_t status = cs_cli_account_option_find(cli, "account");

    return status == CS_OK ? cs_cli_page_run(cli, "/v1/delegations", query, columns) : status;
}

static cs_status_t
cs_cli_delegation_create_run(cs_cli_t *cli)
{
    return cs_cli_stepped_run(cli, "/v1/delegations",
                              json_pack("{s:s, s:s, s:s*, s:s, s:b, s:s}", "to", cli->arguments[0], "permission",
                                        cli->arguments[1], "starts_at", cs_cli_option(cli, "from"), "until",
                                        cs_cli_option(cli, "until"), "overdue_only", cs_cli_switch(cli, "backup"),
                                        "reason", cs_cli_option(cli, "reason")),
                              "delegation.create");
}

static cs_status_t
cs_cli_delegation_end_run(cs_cli_t *cli)
{
    return cs_cli_delete_run(cli, cs_cli_path_build(cli, "/v1/delegations/", cli->arguments[0], ""), "ended");
}

static const cs_cli_option_t cs_cli_delegation_list_options[] = {
    {"account", "ACCOUNT", "of one account of my institution; default: my own", false},
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_delegation_create_options[] = {
    {"until", "TIME", "when it ends, as 2030-12-31T00:00:00Z", true},
    {"reason", "TEXT", "why; it stays on record", true},
    {"from", "TIME", "when it begins; default: now", false},
    {"backup", NULL, "only for reviews that are overdue", false},
    {"otp", "CODE", "what the authenticator shows now, where a one-time code is due", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_delegation_list = {
    "delegation list",          "", 0, 0, "in whose name I decide, and who in mine", cs_cli_delegation_list_options,
    cs_cli_delegation_list_run,
};

const cs_cli_verb_t cs_cli_delegation_create = {
    "delegation create",
    "ACCOUNT PERMISSION",
    2,
    2,
    "let a colleague decide in my name for a time",
    cs_cli_delegation_create_options,
    cs_cli_delegation_create_run,
};

const cs_cli_verb_t cs_cli_delegation_end = {
    "delegation end", "DELEGATION", 1, 1, "end a delegation at once", NULL, cs_cli_delegation_end_run,
};
