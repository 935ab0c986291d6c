/* SPDX-License-Identifier: Apache-2.0 */
/* countersign permission request: asks for a function permission, or for data (GS-3.2). */
#include "base/guard.h"
#include "cli/client.h"
#include "cli/print.h"
#include "cli/texts.h"
#include "cli/verbs.h"

/* What the options of one request say; absent members stay out. */
static json_t *
cs_cli_permission_members(const cs_cli_t *cli, bool data)
{
    const char *urgency = cs_cli_option(cli, "urgency");
    json_t *scope = json_pack("{s:s*, s:s*, s:s*, s:s*}", "record", cs_cli_option(cli, "record"), "type",
                              cs_cli_option(cli, "type"), "category", cs_cli_option(cli, "category"), "institution",
                              cs_cli_option(cli, "institution"));

    if (!data) {
        json_decref(scope);
        scope = NULL;
    }
    return json_pack("{s:s, s:s*, s:o*, s:s*, s:o*, s:s*, s:s*, s:s, s:s, s:s}", "kind", data ? "data" : "function",
                     "permission", cs_cli_option(cli, "permission"), "scope", scope, "max_level",
                     cs_cli_option(cli, "max-level"), "operations",
                     cs_cli_texts_split(cs_cli_option(cli, "operations")), "purpose", cs_cli_option(cli, "purpose"),
                     "agreement", cs_cli_option(cli, "agreement"), "until", cs_cli_option(cli, "until"), "reason",
                     cs_cli_option(cli, "reason"), "urgency", urgency == NULL ? "normal" : urgency);
}

static cs_status_t
cs_cli_permission_build(cs_cli_t *cli, json_t **out)
{
    static const char *const data_options[] = {"record",    "type",       "category", "institution",
                                               "max-level", "operations", "purpose",  "agreement"};
    bool data = false;

    *out = NULL;
    for (size_t i = 0; i < sizeof(data_options) / sizeof(data_options[0]); i++) {
        data = data || cs_cli_option(cli, data_options[i]) != NULL;
    }
    if (data == (cs_cli_option(cli, "permission") != NULL)) {
        return cs_cli_usage(cli, "say --permission for a function, or for data one of --record, --type and --category");
    }
    if (data && (cs_cli_option(cli, "max-level") == NULL || cs_cli_option(cli, "operations") == NULL ||
                 cs_cli_option(cli, "purpose") == NULL)) {
        return cs_cli_usage(cli, "say --max-level, --operations and --purpose of the data");
    }
    *out = cs_cli_permission_members(cli, data);
    return *out == NULL ? CS_NO_MEMORY : cs_pool_on_clear(cli->pool, cs_cli_json_clear, *out);
}

static cs_status_t
cs_cli_permission_request_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *body, *answer;
    cs_status_t status;

    CS_TRY(cs_cli_permission_build(cli, &body));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_post(cli, &client, "/v1/permission-requests", body, &answer));
    cs_cli_answer_print(cli, answer);
out:
    return status;
}

static const cs_cli_option_t cs_cli_permission_request_options[] = {
    {"permission", "PERMISSION", "a function, of \"permission list\"", false},
    {"record", "RECORD", "or the data of one record", false},
    {"type", "TYPE", "or of all records of a type", false},
    {"category", "CATEGORY", "or of a category", false},
    {"institution", "CODE", "whose, of a type or category; default: the other party of --agreement, else mine", false},
    {"max-level", "LEVEL", "data up to this level", false},
    {"operations", "A,B", "such as view,download", false},
    {"purpose", "PURPOSE", "risk, fraud or operations", false},
    {"agreement", "AGREEMENT", "of my institution and the owner's; default: the only one that carries it", false},
    {"until", "TIME", "when the permission ends (RFC 3339, UTC)", true},
    {"reason", "TEXT", "why; who decides reads it", true},
    {"urgency", "URGENCY", "normal or urgent", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_permission_request = {
    "permission request",
    "",
    0,
    0,
    "ask for a function, or for data; what is of low risk is granted at once, people decide all else",
    cs_cli_permission_request_options,
    cs_cli_permission_request_run,
};
