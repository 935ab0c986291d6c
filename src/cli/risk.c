/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign risk replay: grades a past request once more, here, from the
 * facts that were kept and the policy of then (JR-8).  Nothing of the
 * platform's own reckoning is taken over: it is what is compared with.
 */
#include "access/risk.h"
#include "base/guard.h"
#include "cli/client.h"
#include "cli/file.h"
#include "cli/print.h"
#include "cli/risk.h"
#include "cli/texts.h"
#include "cli/verbs.h"

static void
cs_cli_factor_print(FILE *to, const json_t *factor)
{
    if (json_is_string(factor)) { /* who asked learns names alone */
        fputs("  ", to);
        cs_cli_scalars_print(to, factor);
        fputs("\n", to);
        return;
    }
    fprintf(to, "  %4lld  ", (long long)cs_json_get_integer(factor, "points", 0));
    cs_cli_scalars_print(to, json_object_get(factor, "name"));
    fputs(" ", to);
    cs_cli_scalars_print(to, json_object_get(factor, "value"));
    fputs(": ", to);
    cs_cli_scalars_print(to, json_object_get(factor, "reason"));
    fputs(json_is_true(json_object_get(factor, "floor")) ? ", never low\n" : "\n", to);
}

void
cs_cli_risk_print(FILE *to, const json_t *risk)
{
    const json_t *points = json_object_get(risk, "points");
    json_t *factor;
    size_t i;

    fputs("risk: ", to);
    cs_cli_scalars_print(to, json_object_get(risk, "grade"));
    if (points != NULL) {
        fprintf(to, ", %lld points", (long long)json_integer_value(points));
    }
    fputs("\n", to);
    json_array_foreach(json_object_get(risk, "factors"), i, factor) {
        cs_cli_factor_print(to, factor);
    }
}

/* The id of a review, else that of a grant. */
static cs_status_t
cs_cli_risk_read(cs_cli_t *cli, cs_cli_client_t *client, const json_t **out)
{
    const char *id = cli->arguments[0];
    json_t *answer;
    cs_status_t status;

    status = cs_cli_get(cli, client, cs_cli_path_build(cli, "/v1/reviews/", id, ""), &answer);
    if (status == CS_NOT_FOUND) {
        cli->problem = NULL;
        status = cs_cli_get(cli, client, cs_cli_path_build(cli, "/v1/grants/", id, ""), &answer);
    }
    if (status != CS_OK) {
        return status;
    }
    *out = json_object_get(answer, "risk");
    if (!json_is_object(*out)) {
        return cs_cli_fail(cli, CS_NOT_FOUND, "nothing of this was graded");
    }
    return json_object_get(*out, "inputs") != NULL
               ? CS_OK
               : cs_cli_fail(cli, CS_FORBIDDEN, "only reviewers and auditors see what a request was graded by");
}

/* The document of that version: from the platform, or from a file that one trusts more. */
static cs_status_t
cs_cli_risk_policy(cs_cli_t *cli, cs_cli_client_t *client, const json_t *kept, cs_policy_risk_t *out)
{
    const char *file = cs_cli_option(cli, "policy"), *before = cs_cli_path_build(cli, "/v1/policies/", "risk", "/");
    json_int_t version = cs_json_get_integer(kept, "version", 0);
    char text[24];
    json_t *document;
    cs_status_t status;

    if (file != NULL) {
        CS_TRY(cs_cli_file_read_json(cli, file, &document));
    } else {
        snprintf(text, sizeof(text), "%lld", (long long)version);
        CS_TRY(cs_cli_get(cli, client, cs_cli_path_build(cli, before, text, ""), &document));
        document = json_object_get(document, "document");
    }
    CS_TRY(cs_policy_load_risk(document, out, &cli->error));
    if (cs_json_get_integer(document, "version", 0) != version) {
        status = cs_cli_fail(cli, CS_WRONG_DIGEST, "it was graded by version %lld of risk.json", (long long)version);
    }
out:
    return status;
}

static cs_status_t
cs_cli_risk_grade(cs_cli_t *cli, const json_t *kept, const cs_policy_risk_t *policy, json_t **out)
{
    cs_risk_facts_t facts;
    cs_risk_t risk;
    cs_status_t status;

    CS_TRY(cs_risk_facts_read(json_object_get(kept, "inputs"), &facts));
    cs_risk_grade(&facts, policy, &risk);
    *out = cs_risk_describe(&risk);
    CS_REQUIRE(*out != NULL, CS_NO_MEMORY);
    status = cs_pool_on_clear(cli->pool, cs_cli_json_clear, *out);
out:
    return status;
}

/* Each member of what was found here is what was kept. */
static cs_status_t
cs_cli_risk_compare(cs_cli_t *cli, const json_t *kept, const json_t *found)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)found, name, value) {
        if (!json_equal(value, json_object_get(kept, name))) {
            return cs_cli_fail(cli, CS_WRONG_DIGEST, "the kept %s is not what these facts come to: %s, %lld points",
                               name, cs_json_get_text(found, "grade"),
                               (long long)cs_json_get_integer(found, "points", 0));
        }
    }
    return CS_OK;
}

static cs_status_t
cs_cli_risk_replay_run(cs_cli_t *cli)
{
    const json_t *kept;
    cs_cli_client_t client;
    cs_policy_risk_t policy;
    json_t *found;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_risk_read(cli, &client, &kept));
    CS_TRY(cs_cli_risk_policy(cli, &client, kept, &policy));
    CS_TRY(cs_cli_risk_grade(cli, kept, &policy, &found));
    CS_TRY(cs_cli_risk_compare(cli, kept, found));
    if (cli->is_json) {
        cs_cli_answer_print(cli, found);
    } else {
        puts("graded once more, to the same");
        cs_cli_risk_print(stdout, found);
    }
out:
    return status;
}

static const cs_cli_option_t cs_cli_risk_replay_options[] = {
    {"policy", "FILE", "risk.json of that version; default: what the platform keeps", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_risk_replay = {
    "risk replay",
    "REVIEW|GRANT",
    1,
    1,
    "grade a past request once more, from its facts and the policy of then",
    cs_cli_risk_replay_options,
    cs_cli_risk_replay_run,
};
