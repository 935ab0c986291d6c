/* SPDX-License-Identifier: Apache-2.0 */
/* countersign alert list: what somebody should look at (GS-2.1.3, JR-5.3). */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/names.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_alert_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"code", "account", "limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"CODE", "code"},       {"GRADE", "grade"}, {"INSTITUTION", "institution"},
        {"ACCOUNT", "account"}, {"COUNT", "count"}, {"FIRST", "first_at"},
        {"LAST", "last_at"},    {NULL, NULL},
    };

    cs_status_t status = cs_cli_account_option_find(cli, "account");

    return status == CS_OK ? cs_cli_page_run(cli, "/v1/alerts", query, columns) : status;
}

static const cs_cli_option_t cs_cli_alert_list_options[] = {
    {"code", "CODE", "of this code", false},
    {"account", "ACCOUNT", "about this account: its name or id", false},
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_alert_list = {
    "alert list",          "", 0, 0, "what was out of the ordinary, and how often", cs_cli_alert_list_options,
    cs_cli_alert_list_run,
};
