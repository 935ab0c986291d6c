/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign policy propose, policy diff: what would change, said by this
 * program from the documents themselves, before it is asked for or signed.
 */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/policy_files.h"
#include "cli/texts.h"
#include "cli/verbs.h"
#include "policy/policy.h"

static cs_status_t
cs_cli_policy_fetch(cs_cli_t *cli, cs_cli_client_t *client, const json_t *item, json_t *documents)
{
    const char *name = cs_json_get_text(item, "name"), *before;
    char version[24];
    json_t *answer;
    cs_status_t status;

    (void)snprintf(version, sizeof(version), "%lld", (long long)cs_json_get_integer(item, "version", 0));
    CS_REQUIRE(name != NULL, CS_MALFORMED);
    before = cs_cli_path_build(cli, "/v1/policies/", name, "/");
    CS_TRY(cs_cli_get(cli, client, cs_cli_path_build(cli, before, version, ""), &answer));
    CS_REQUIRE(json_object_set(documents, name, json_object_get(answer, "document")) == 0, CS_NO_MEMORY);
out:
    return status;
}

/* The set in force, {name: document}; *policy is its number. */
static cs_status_t
cs_cli_policies_fetch(cs_cli_t *cli, cs_cli_client_t *client, json_t **out, json_int_t *policy)
{
    json_t *page, *item;
    cs_status_t status;
    size_t i;

    *out = json_object();
    CS_REQUIRE(*out != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(cli->pool, cs_cli_json_clear, *out));
    CS_TRY(cs_cli_get(cli, client, "/v1/policies", &page));
    *policy = cs_json_get_integer(page, "policy", 0);
    json_array_foreach(json_object_get(page, "items"), i, item) {
        CS_TRY(cs_cli_policy_fetch(cli, client, item, *out));
    }
out:
    return status;
}

static void
cs_cli_changes_print(const json_t *changes)
{
    const json_t *change;
    size_t i;

    json_array_foreach(changes, i, change) {
        cs_cli_text_print(stdout, cs_json_get_text(change, "document"));
        cs_cli_text_print(stdout, cs_json_get_text(change, "path"));
        fputs("\n  ", stdout);
        cs_cli_text_print(stdout, cs_json_get_text(change, "means"));
        fputs("\n", stdout);
    }
}

static cs_status_t
cs_cli_proposal_send(cs_cli_t *cli, cs_cli_client_t *client, json_t *proposed)
{
    json_t *body = json_pack("{s:O}", "documents", proposed), *answer;
    cs_status_t status;

    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_post(cli, client, "/v1/policies", body, &answer));
    if (cli->is_json) {
        cs_cli_answer_print(cli, answer);
    } else {
        cs_cli_value_print(stdout, json_object_get(answer, "review"), 0);
    }
out:
    json_decref(body);
    return status;
}

/* What only the platform knows: whether the floors and the people there bear it.  It does it, and undoes it. */
static cs_status_t
cs_cli_proposal_plan(cs_cli_t *cli, cs_cli_client_t *client, json_t *proposed, json_t **out)
{
    json_t *body = json_pack("{s:s, s:{s:O}}", "kind", "policy.activate", "payload", "documents", proposed);
    cs_status_t status;

    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    status = cs_cli_post(cli, client, "/v1/reviews/plan", body, out);
    if (status == CS_FORBIDDEN) { /* who may not propose may still read what would change */
        cli->problem = NULL;
        *out = NULL;
        status = CS_OK;
        fputs("whether the platform would take it is told to who may propose it\n", stderr);
    }
out:
    json_decref(body);
    return status;
}

static cs_status_t
cs_cli_proposal_try(cs_cli_t *cli, cs_cli_client_t *client, json_t *proposed)
{
    const char *code, *detail;
    const json_t *refusal;
    json_t *plan;
    cs_status_t status;

    CS_TRY(cs_cli_proposal_plan(cli, client, proposed, &plan));
    refusal = json_object_get(plan, "refusal");
    code = cs_json_get_text(refusal, "code");
    detail = cs_json_get_text(code == NULL ? plan : refusal, code == NULL ? "missing" : "detail");
    if (code != NULL) {
        status = cs_cli_fail(cli, CS_CONFLICT, "the platform would refuse it, %.64s: %.400s", code,
                             detail == NULL ? "-" : detail);
    } else if (detail != NULL) {
        status = cs_cli_fail(cli, CS_CONFLICT, "nobody could decide it: %.400s", detail);
    } else if (plan != NULL) {
        fputs("the platform would take it\n", stderr);
    }
out:
    return status;
}

static cs_status_t
cs_cli_policy_propose_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    char today[11];
    json_t *old, *proposed, *changes;
    json_int_t policy;
    cs_status_t status;

    CS_TRY(cs_cli_policies_find(cli, cli->arguments[0], &proposed));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_policies_fetch(cli, &client, &old, &policy));
    CS_TRY(cs_policy_check_proposal(old, proposed, cs_cli_today(today), &cli->error));
    CS_TRY(cs_policy_diff(cli->pool, old, proposed, &changes));
    if (!cli->is_json) {
        cs_cli_changes_print(changes);
    }
    if (!cs_cli_switch(cli, "dry")) {
        return cs_cli_proposal_send(cli, &client, proposed);
    }
    CS_TRY(cs_cli_proposal_try(cli, &client, proposed));
    if (cli->is_json) {
        cs_cli_answer_print(cli, changes);
    }
out:
    return status;
}

/* Nobody's word is taken for it but the documents that the decision signs. */
static cs_status_t
cs_cli_policy_diff_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *review, *old, *changes;
    json_int_t policy;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, "/v1/reviews/", cli->arguments[0], ""), &review));
    CS_TRY(cs_cli_policies_fetch(cli, &client, &old, &policy));
    CS_REQUIRE(cs_json_get_integer(review, "base", -1) == policy,
               cs_cli_fail(cli, CS_POLICY_MOVED, "it was proposed under another set than the one in force"));
    CS_TRY(cs_policy_diff(cli->pool, old, json_object_get(json_object_get(review, "payload"), "documents"), &changes));
    if (cli->is_json) {
        cs_cli_answer_print(cli, changes);
    } else {
        cs_cli_changes_print(changes);
    }
out:
    return status;
}

static const cs_cli_option_t cs_cli_policy_propose_options[] = {
    {"dry", NULL, "only say what would change, and whether the platform would take it", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_policy_propose = {
    "policy propose",
    "FOLDER",
    1,
    1,
    "ask that the documents of a folder come into force, and say what would change; the operator and members decide",
    cs_cli_policy_propose_options,
    cs_cli_policy_propose_run,
};

const cs_cli_verb_t cs_cli_policy_diff = {
    "policy diff", "REVIEW", 1, 1, "what a review of policies would change", NULL, cs_cli_policy_diff_run,
};
