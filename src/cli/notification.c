/* SPDX-License-Identifier: Apache-2.0 */
/* countersign notification list: what waits for my word, and what has become of what I asked (GS-2.2.3, JR-5.2). */
#include "cli/call.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_notification_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"AT", "at"},         {"WHAT", "code"},        {"KIND", "facts.kind"}, {"STATE", "facts.state"},
        {"REVIEW", "review"}, {"DUE", "facts.due_at"}, {NULL, NULL},
    };

    return cs_cli_page_run(cli, "/v1/notifications", query, columns);
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
