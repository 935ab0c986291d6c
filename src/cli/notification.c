/* SPDX-License-Identifier: Apache-2.0 */
/* countersign notification list: what waits for my word, and what has become of what I asked (GS-2.2.3, JR-5.2). */
#include <stdlib.h>

#include "base/guard.h"
#include "cli/call.h"
#include "cli/verbs.h"

/* The first of the facts by which a column goes becomes the column's, and none of the others. */
static void
cs_cli_fact_move(json_t *item, json_t *facts, const char *column, const char *const *names)
{
    for (; *names != NULL; names++) {
        json_t *value = json_object_get(facts, *names);

        if (value != NULL) {
            (void)json_object_set(item, column, value);
            (void)json_object_del(facts, *names);
            return;
        }
    }
}

/* What no column is for, as words: each fact's name and value. */
static json_t *
cs_cli_facts_list(json_t *facts, const json_t *names)
{
    json_t *list = json_array(), *value;
    const char *name;

    json_object_foreach(facts, name, value) {
        const char *text = json_string_value(value), *known = text == NULL ? NULL : cs_json_get_text(names, text);
        char *other = text == NULL ? json_dumps(value, JSON_ENCODE_ANY) : NULL;

        (void)json_array_append_new(list, json_sprintf("%s %s", name,
                                                       known != NULL  ? known
                                                       : text != NULL ? text
                                                                      : other));
        free(other);
    }
    return list;
}

/* The facts of each notification of the page go into columns of their own, and the others into one. */
static void
cs_cli_notifications_explain(const json_t *page)
{
    static const struct {
        const char *column, *names[6];
    } columns[] = {
        {"kind", {"kind", NULL}},
        {"about", {"object", "permission", "institution", "policy", "grant", NULL}},
        {"asker", {"requester", "asked_by", NULL}},
        {"state", {"state", NULL}},
        {"reason", {"reason", NULL}},
        {"due_at", {"due_at", NULL}},
    };
    size_t i, c;
    json_t *item;

    json_array_foreach(json_object_get(page, "items"), i, item) {
        json_t *facts = json_object_get(item, "facts");

        if (json_is_string(json_object_get(item, "grant"))) {
            (void)json_object_set(facts, "grant", json_object_get(item, "grant"));
        }
        for (c = 0; c < sizeof(columns) / sizeof(columns[0]); c++) {
            cs_cli_fact_move(item, facts, columns[c].column, columns[c].names);
        }
        (void)json_object_set_new(item, "more", cs_cli_facts_list(facts, json_object_get(page, "names")));
    }
}

static cs_status_t
cs_cli_notification_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"AT", "at"},          {"WHAT", "code"},   {"KIND", "kind"},     {"ABOUT", "about"},
        {"ASKED BY", "asker"}, {"STATE", "state"}, {"REASON", "reason"}, {"REVIEW", "review"},
        {"DUE", "due_at"},     {"MORE", "more"},   {NULL, NULL},
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
