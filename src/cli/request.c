/* SPDX-License-Identifier: Apache-2.0 */
/* countersign request: asks for data of another institution; both decide (GS-3.2). */
#include "base/guard.h"
#include "cli/client.h"
#include "cli/print.h"
#include "cli/texts.h"
#include "cli/verbs.h"

/* Exactly one of record, type and category. */
static json_t *
cs_cli_scope_build(const cs_cli_t *cli)
{
    json_t *scope = json_pack("{s:s*, s:s*, s:s*}", "record", cs_cli_option(cli, "record"), "type",
                              cs_cli_option(cli, "type"), "category", cs_cli_option(cli, "category"));

    if (json_object_size(scope) == 1) {
        return scope;
    }
    json_decref(scope);
    return NULL;
}

static cs_status_t
cs_cli_request_build(cs_cli_t *cli, json_t **out)
{
    const char *urgency = cs_cli_option(cli, "urgency");

    *out = json_pack("{s:s, s:o, s:s, s:o, s:s, s:s, s:s, s:s}", "kind", "data", "scope", cs_cli_scope_build(cli),
                     "max_level", cs_cli_option(cli, "max-level"), "operations",
                     cs_cli_texts_split(cs_cli_option(cli, "operations")), "purpose", cs_cli_option(cli, "purpose"),
                     "until", cs_cli_option(cli, "until"), "reason", cs_cli_option(cli, "reason"), "urgency",
                     urgency == NULL ? "normal" : urgency);
    if (*out == NULL) {
        return cs_cli_usage(cli, "say one of --record, --type and --category");
    }
    return cs_pool_on_clear(cli->pool, cs_cli_json_clear, *out);
}

static cs_status_t
cs_cli_request_run_verb(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *body, *answer;
    cs_status_t status;

    CS_TRY(cs_cli_request_build(cli, &body));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_post(cli, &client, "/v1/permission-requests", body, &answer));
    cs_cli_answer_print(cli, answer);
out:
    return status;
}

static const cs_cli_option_t cs_cli_request_options[] = {
    {"record", "RECORD", "the record", false},
    {"type", "TYPE", "or all records of a type; no platform takes it yet", false},
    {"category", "CATEGORY", "or of a category; no platform takes it yet", false},
    {"max-level", "LEVEL", "up to this level", true},
    {"operations", "A,B", "such as view,download", true},
    {"purpose", "PURPOSE", "risk, fraud or operations", true},
    {"until", "TIME", "when the permission ends (RFC 3339, UTC)", true},
    {"reason", "TEXT", "why; both institutions read it", true},
    {"urgency", "URGENCY", "normal or urgent", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_request = {
    "request",
    "",
    0,
    0,
    "ask for data of another institution; mine and the owner decide",
    cs_cli_request_options,
    cs_cli_request_run_verb,
};
