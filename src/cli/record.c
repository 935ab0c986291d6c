/* SPDX-License-Identifier: Apache-2.0 */
/* countersign record publish|list|show|types|forward|reclassify|withdraw|destroy; create stands in record_create.c. */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/record.h"
#include "cli/verbs.h"

cs_status_t
cs_cli_record_publish_call(cs_cli_t *cli, cs_cli_client_t *client, const char *record, json_t **answer)
{
    const char *urgency = cs_cli_option(cli, "urgency");
    json_t *body = json_pack("{s:s}", "urgency", urgency == NULL ? "normal" : urgency);
    cs_status_t status = CS_NO_MEMORY;

    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_post(cli, client, cs_cli_path_build(cli, "/v1/records/", record, "/publication"), body, answer));
out:
    json_decref(body);
    return status;
}

static cs_status_t
cs_cli_record_publish_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *answer;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_record_publish_call(cli, &client, cli->arguments[0], &answer));
    cs_cli_answer_print(cli, answer);
out:
    return status;
}

static cs_status_t
cs_cli_record_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"type", "category", "level", "institution", "since", "limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"RECORD", "id"},   {"INSTITUTION", "institution"},
        {"TYPE", "type"},   {"LEVEL", "level"},
        {"GRADE", "grade"}, {"STATE", "state"},
        {"TITLE", "title"}, {NULL, NULL},
    };
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_query_build(cli, "/v1/records", query), &page));
    cs_cli_page_print(cli, page, columns);
out:
    return status;
}

static cs_status_t
cs_cli_record_show_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *record;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, "/v1/records/", cli->arguments[0], ""), &record));
    cs_cli_answer_print(cli, record);
out:
    return status;
}

static cs_status_t
cs_cli_record_types_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"TYPE", "name"},
        {"READER", "reader"},
        {"MEDIA TYPE", "media_type"},
        {NULL, NULL},
    };
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_query_build(cli, "/v1/record-types", query), &page));
    cs_cli_page_print(cli, page, columns);
out:
    return status;
}

static cs_status_t
cs_cli_record_forward_run(cs_cli_t *cli)
{
    return cs_cli_send_run(cli, "POST", cs_cli_path_build(cli, "/v1/records/", cli->arguments[0], "/forwarding"),
                           json_pack("{s:s, s:s, s:s*, s:s*}", "to", cs_cli_option(cli, "to"), "purpose",
                                     cs_cli_option(cli, "purpose"), "until", cs_cli_option(cli, "until"), "reason",
                                     cs_cli_option(cli, "reason")),
                           "asked");
}

static cs_status_t
cs_cli_record_reclassify_run(cs_cli_t *cli)
{
    return cs_cli_send_run(cli, "POST", cs_cli_path_build(cli, "/v1/records/", cli->arguments[0], "/reclassification"),
                           json_pack("{s:s, s:s, s:s}", "level", cs_cli_option(cli, "level"), "grade",
                                     cs_cli_option(cli, "grade"), "reason", cs_cli_option(cli, "reason")),
                           "asked");
}

static cs_status_t
cs_cli_record_withdraw_run(cs_cli_t *cli)
{
    return cs_cli_send_run(cli, "POST", cs_cli_path_build(cli, "/v1/records/", cli->arguments[0], "/withdrawal"),
                           json_pack("{s:s}", "reason", cs_cli_option(cli, "reason")), "withdrawn");
}

static cs_status_t
cs_cli_record_destroy_run(cs_cli_t *cli)
{
    return cs_cli_delete_run(cli, cs_cli_path_build(cli, "/v1/records/", cli->arguments[0], ""), "asked");
}

static const cs_cli_option_t cs_cli_record_forward_options[] = {
    {"to", "ACCOUNT|CODE", "an account of another institution, or one that has a single service", true},
    {"purpose", "PURPOSE", "risk, fraud or operations", true},
    {"until", "TIME", "when it ends, as 2030-12-31T00:00:00Z; default: when what it rests on does", false},
    {"reason", "TEXT", "why, for those who decide", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_record_reclassify_options[] = {
    {"level", "LEVEL", "top_secret, secret, confidential or public", true},
    {"grade", "GRADE", "core, important, sensitive or general", true},
    {"reason", "TEXT", "why", true},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_record_withdraw_options[] = {
    {"reason", "TEXT", "why", true},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_record_publish_options[] = {
    {"urgency", "URGENCY", "normal or urgent", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_record_list_options[] = {
    {"type", "TYPE", "of this type; countersign record types names them", false},
    {"category", "CATEGORY", "of this category, such as risk, payment or threat", false},
    {"level", "LEVEL", "of this level: top_secret, secret, confidential or public", false},
    {"institution", "CODE", "of this institution", false},
    {"since", "TIME", "published since (RFC 3339, UTC)", false},
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_record_types_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_record_publish = {
    "record publish",
    "RECORD",
    1,
    1,
    "submit a draft for publication: department, responsible person and compliance decide",
    cs_cli_record_publish_options,
    cs_cli_record_publish_run,
};

const cs_cli_verb_t cs_cli_record_list = {
    "record list", "", 0, 0, "the catalogue of what I may know of", cs_cli_record_list_options, cs_cli_record_list_run,
};

const cs_cli_verb_t cs_cli_record_show = {
    "record show",          "RECORD", 1, 1, "a record's description and identifier, without its content", NULL,
    cs_cli_record_show_run,
};

const cs_cli_verb_t cs_cli_record_types = {
    "record types",
    "",
    0,
    0,
    "the types of records: json ones are checked against a schema, opaque ones are files",
    cs_cli_record_types_options,
    cs_cli_record_types_run,
};

const cs_cli_verb_t cs_cli_record_forward = {
    "record forward",
    "RECORD",
    1,
    1,
    "ask that somebody of another institution may view a record; one's own and the owner decide",
    cs_cli_record_forward_options,
    cs_cli_record_forward_run,
};

const cs_cli_verb_t cs_cli_record_reclassify = {
    "record reclassify",
    "RECORD",
    1,
    1,
    "ask that a published record be of another level and grade; others decide as on its publication",
    cs_cli_record_reclassify_options,
    cs_cli_record_reclassify_run,
};

const cs_cli_verb_t cs_cli_record_withdraw = {
    "record withdraw",
    "RECORD",
    1,
    1,
    "at once and for good: nobody reads it any more, and grants for it end",
    cs_cli_record_withdraw_options,
    cs_cli_record_withdraw_run,
};

const cs_cli_verb_t cs_cli_record_destroy = {
    "record destroy",          "RECORD", 1, 1, "ask that a record be destroyed; two others decide", NULL,
    cs_cli_record_destroy_run,
};
