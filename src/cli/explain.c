/* SPDX-License-Identifier: Apache-2.0 */
/* countersign explain: may I, why, and how to go on (JR-8). */
#include <string.h>

#include "base/guard.h"
#include "cli/client.h"
#include "cli/print.h"
#include "cli/texts.h"
#include "cli/verbs.h"

/* What is missing, as a sentence; those with particulars say them behind it. */
static const struct {
    const char *kind, *text, *member;
} cs_cli_missing[] = {
    {"account", "the account is not active", NULL},
    {"permission", "the account may not read records; its institution's account officer can change its roles", NULL},
    {"record", "there is no such record for this account; its owner decides who may know of it", NULL},
    {"rank", "another rank; of those that may:", "ranks"},
    {"level", "nobody may do this at the record's level", NULL},
    {"publication", "the record is not published", NULL},
    {"audience", "the record is not addressed to the account's institution", NULL},
    {"grant", "a permission: countersign permission request, with purpose, end and reason, for", "request"},
    {"purpose", "a purpose of the permission; it is for:", "purposes"},
};

static void
cs_cli_missing_print(const json_t *missing)
{
    const char *kind = cs_json_get_text(missing, "kind");

    for (size_t i = 0; kind != NULL && i < sizeof(cs_cli_missing) / sizeof(cs_cli_missing[0]); i++) {
        if (strcmp(cs_cli_missing[i].kind, kind) != 0) {
            continue;
        }
        printf("missing: %s", cs_cli_missing[i].text);
        if (json_is_array(json_object_get(missing, cs_cli_missing[i].member))) {
            fputs(" ", stdout);
            cs_cli_scalars_print(stdout, json_object_get(missing, cs_cli_missing[i].member));
        }
        fputs("\n", stdout);
        if (json_is_object(json_object_get(missing, cs_cli_missing[i].member))) {
            cs_cli_value_print(stdout, json_object_get(missing, cs_cli_missing[i].member), 2);
        }
        return;
    }
}

static void
cs_cli_explanation_print(const cs_cli_t *cli, const json_t *answer)
{
    const char *effect = cs_json_get_text(answer, "effect");
    size_t i;
    json_t *rule;

    if (cli->is_json) {
        cs_cli_answer_print(cli, answer);
        return;
    }
    printf("%s\n", effect != NULL && strcmp(effect, "allow") == 0 ? "allowed" : "not allowed");
    json_array_foreach(json_object_get(answer, "rules"), i, rule) {
        fputs("rule: ", stdout);
        cs_cli_text_print(stdout, cs_json_get_text(rule, "rule"));
        fputs(", ", stdout);
        cs_cli_text_print(stdout, cs_json_get_text(rule, "clause"));
        fputs("\n", stdout);
    }
    if (json_array_size(json_object_get(answer, "obligations")) != 0) {
        fputs("owed: ", stdout);
        cs_cli_scalars_print(stdout, json_object_get(answer, "obligations"));
        fputs("\n", stdout);
    }
    if (cs_json_get_text(answer, "grant") != NULL) {
        fputs("for: ", stdout);
        cs_cli_scalars_print(stdout, json_object_get(answer, "purposes"));
        fputs("\n", stdout);
    }
    cs_cli_missing_print(json_object_get(answer, "missing"));
}

static cs_status_t
cs_cli_explain_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *body, *answer;
    cs_status_t status;

    body = json_pack("{s:s, s:s, s:s*, s:s*}", "operation", cli->arguments[0], "record", cli->arguments[1], "purpose",
                     cs_cli_option(cli, "purpose"), "account", cs_cli_option(cli, "account"));
    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(cli->pool, cs_cli_json_clear, body));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_post(cli, &client, "/v1/explanations", body, &answer));
    cs_cli_explanation_print(cli, answer);
out:
    return status;
}

static const cs_cli_option_t cs_cli_explain_options[] = {
    {"purpose", "PURPOSE", "for this purpose; default: whichever is granted", false},
    {"account", "ACCOUNT", "for another account, by id or name, as security administrator", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_explain = {
    "explain",
    "OPERATION RECORD",
    2,
    2,
    "may I do this with a record, by which rules, and what is missing",
    cs_cli_explain_options,
    cs_cli_explain_run,
};
