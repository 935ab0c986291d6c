/* SPDX-License-Identifier: Apache-2.0 */
/* countersign review list|show; decide stands in review_decide.c. */
#include "base/guard.h"
#include "cli/client.h"
#include "cli/print.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_review_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"state", "role", "kind", "limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"REVIEW", "id"}, {"KIND", "kind"}, {"STATE", "state"}, {"URGENCY", "urgency"}, {"DUE", "due_at"}, {NULL, NULL},
    };
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_query_build(cli, "/v1/reviews", query), &page));
    cs_cli_page_print(cli, page, columns);
out:
    return status;
}

static cs_status_t
cs_cli_review_show_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *review;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, "/v1/reviews/", cli->arguments[0], ""), &review));
    cs_cli_answer_print(cli, review);
out:
    return status;
}

static const cs_cli_option_t cs_cli_review_list_options[] = {
    {"state", "STATE", "open, approved, rejected, expired or failed", false},
    {"role", "ROLE", "reviewer (those I may decide) or requester (those I opened)", false},
    {"kind", "KIND", "institution.admit, account.activate, record.publish or permission.grant", false},
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_review_list = {
    "review list",          "", 0, 0, "reviews that I may decide, or that I opened", cs_cli_review_list_options,
    cs_cli_review_list_run,
};

const cs_cli_verb_t cs_cli_review_show = {
    "review show",          "REVIEW", 1, 1, "one review: what will be done, its stages and decisions", NULL,
    cs_cli_review_show_run,
};
