/* SPDX-License-Identifier: Apache-2.0 */
/* countersign account list|show; create stands in account_create.c. */
#include "base/guard.h"
#include "cli/names.h"
#include "cli/print.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_account_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"ACCOUNT", "id"},  {"NAME", "name"}, {"DEPARTMENT", "department"}, {"RANK", "rank"}, {"ROLES", "roles"},
        {"STATE", "state"}, {NULL, NULL},
    };
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_query_build(cli, "/v1/accounts", query), &page));
    cs_cli_page_print(cli, page, columns);
out:
    return status;
}

static cs_status_t
cs_cli_account_show_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *account;
    cs_status_t status;

    CS_TRY(cs_cli_account_find(cli, &cli->arguments[0]));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, "/v1/accounts/", cli->arguments[0], ""), &account));
    cs_cli_answer_print(cli, account);
out:
    return status;
}

static const cs_cli_option_t cs_cli_account_list_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_account_list = {
    "account list", "", 0, 0, "the accounts of my institution", cs_cli_account_list_options, cs_cli_account_list_run,
};

const cs_cli_verb_t cs_cli_account_show = {
    "account show", "ACCOUNT", 1, 1, "one account", NULL, cs_cli_account_show_run,
};
