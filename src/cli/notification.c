/* SPDX-License-Identifier: Apache-2.0 */
/* countersign notification list: what waits for my word, and what has become of what I asked (GS-2.2.3, JR-5.2). */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/verbs.h"

/* To each notification of the page whom or what it is about: the first of what its facts name. */
static void
cs_cli_notifications_explain(const json_t *page)
{
    static const char *const members[] = {"object", "permission", "institution", "policy"};
    size_t i, m;
    json_t *item;

    json_array_foreach(json_object_get(page, "items"), i, item) {
        const json_t *facts = json_object_get(item, "facts"), *about = NULL;

        for (m = 0; m < sizeof(members) / sizeof(members[0]) && about == NULL; m++) {
            about = json_object_get(facts, members[m]);
        }
        (void)json_object_set(item, "about", about != NULL ? (json_t *)about : json_object_get(item, "grant"));
    }
}

static cs_status_t
cs_cli_notification_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"AT", "at"},
        {"WHAT", "code"},
        {"KIND", "facts.kind"},
        {"ABOUT", "about"},
        {"ASKED BY", "facts.requester"},
        {"STATE", "facts.state"},
        {"REASON", "facts.reason"},
        {"REVIEW", "review"},
        {"DUE", "facts.due_at"},
        {NULL, NULL},
    };
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_query_build(cli, "/v1/notifications", query), &page));
    if (!cli->is_json) {
        cs_cli_notifications_explain(page);
    }
    cs_cli_page_print(cli, page, columns);
out:
    return status;
}

static const cs_cli_option_t cs_cli_notification_list_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "what came after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_notification_list = {
    "notification list",
    "",
    0,
    0,
    "what waits for my word, and what has become of what I asked",
    cs_cli_notification_list_options,
    cs_cli_notification_list_run,
};
