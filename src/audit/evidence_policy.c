/* SPDX-License-Identifier: Apache-2.0 */
/* The policy of a round is the one that the log says was activated, and its stages are those that it asks for. */
#include "audit/evidence_private.h"
#include "base/clock.h"
#include "base/guard.h"

/* Each document is the one whose digest the entry of the activation binds. */
static cs_status_t
cs_evidence_documents_check(csp_evidence_t *evidence, const json_t *policy, const csp_evidence_entry_t *activated)
{
    const json_t *digests = json_object_get(policy, "digests");
    cs_status_t status = csp_evidence_digest_check(evidence, digests, cs_json_get_text(activated->core, "digest"));
    const char *name;
    json_t *document;

    CS_TRY(csp_evidence_hold(evidence, status, CS_EVIDENCE_WRONG_POLICY, "the documents were activated otherwise"));
    json_object_foreach(json_object_get(policy, "documents"), name, document) {
        status = csp_evidence_digest_check(evidence, document, cs_json_get_text(digests, name));
        CS_TRY(csp_evidence_hold(evidence, status, CS_EVIDENCE_WRONG_POLICY, "a document is not the activated one"));
    }
out:
    return status;
}

/* Low, medium, high from 0; without a grade a review has all its stages. */
static int
cs_evidence_grade(const char *grade)
{
    return csp_evidence_same(grade, "low") ? 0 : csp_evidence_same(grade, "medium") ? 1 : 2;
}

/* Where the group is follows from its scope; who is the operator, the database says. */
static bool
cs_evidence_place_fits(const json_t *need, const json_t *opening)
{
    const char *scope = cs_json_get_text(need, "scope");
    bool is_place = cs_json_get_text(need, "institution") != NULL;
    bool is_department = csp_evidence_same(scope, "department");

    if (is_department ? !csp_evidence_same_member(need, "department", opening, "department")
                      : !json_is_null(json_object_get(need, "department"))) {
        return false;
    }
    if (is_department || csp_evidence_same(scope, "institution")) {
        return is_place && csp_evidence_same_member(need, "institution", opening, "institution");
    }
    if (csp_evidence_same(scope, "owner")) {
        return is_place && csp_evidence_same_member(need, "institution", opening, "owner");
    }
    return is_place != csp_evidence_same(scope, "members");
}

/* One group of the round against one of the policy. */
static bool
cs_evidence_need_fits(const json_t *need, const json_t *asked, const json_t *opening, const json_t *permissions)
{
    json_int_t approvals = cs_json_get_integer(need, "approvals", 0);
    json_int_t least = cs_json_get_integer(asked, "approvals", 0);
    bool is_members = csp_evidence_same(cs_json_get_text(asked, "scope"), "members");

    return csp_evidence_same_member(need, "permission", asked, "permission") &&
           csp_evidence_same_member(need, "scope", asked, "scope") && cs_evidence_place_fits(need, opening) &&
           json_object_get(permissions, cs_json_get_text(need, "permission")) != NULL && approvals > 0 && least > 0 &&
           (is_members ? approvals <= least : approvals == least);
}

/*
 * The groups of a stage in order.  Where the parties of an agreement are
 * asked there is one for each; of members as many as there were.
 */
static bool
cs_evidence_needs_fit(const json_t *needs, const json_t *asked, const json_t *opening, const json_t *permissions)
{
    size_t i, at = 0;
    json_t *one;

    json_array_foreach(asked, i, one) {
        const char *scope = cs_json_get_text(one, "scope");
        size_t before = at, most = csp_evidence_same(scope, "parties") ? CSP_MAX_NEEDS : 1;

        while (at - before < most && at < json_array_size(needs) &&
               cs_evidence_need_fits(json_array_get(needs, at), one, opening, permissions)) {
            at++;
        }
        if (at == before && !csp_evidence_same(scope, "members")) {
            return false;
        }
    }
    return at > 0 && at == json_array_size(needs) && at <= CSP_MAX_NEEDS;
}

/* A stage of members alone is left out where there was none yet. */
static bool
cs_evidence_is_members(const json_t *asked)
{
    size_t i;
    json_t *one;

    json_array_foreach(asked, i, one) {
        if (!csp_evidence_same(cs_json_get_text(one, "scope"), "members")) {
            return false;
        }
    }
    return true;
}

static bool
cs_evidence_stages_fit(const json_t *kind, const json_t *opening, const json_t *permissions)
{
    const json_t *stages = json_object_get(opening, "stages");
    int grade = cs_evidence_grade(cs_json_get_text(opening, "grade"));
    size_t i, at = 0;
    json_t *asked;

    json_array_foreach(json_object_get(kind, "stages"), i, asked) {
        const json_t *stage = json_array_get(stages, at), *needs = json_object_get(asked, "needs");

        if (json_object_get(asked, "from") != NULL && cs_evidence_grade(cs_json_get_text(asked, "from")) > grade) {
            continue;
        }
        if (csp_evidence_same(cs_json_get_text(stage, "name"), cs_json_get_text(asked, "name")) &&
            cs_evidence_needs_fit(json_object_get(stage, "needs"), needs, opening, permissions)) {
            at++;
        } else if (!cs_evidence_is_members(needs)) {
            return false;
        }
    }
    return at > 0 && at == json_array_size(stages);
}

/* It had the time that the policy gives: neither was it open for longer. */
static bool
cs_evidence_time_fits(const csp_evidence_round_t *round)
{
    json_int_t seconds = cs_json_get_integer(round->kind, "expires_seconds", -1);
    int64_t expires_us;

    return seconds > 0 && seconds < INT32_MAX &&
           cs_time_parse(cs_bytes_text(cs_json_get_text(round->opening, "expires_at")), &expires_us) == CS_OK &&
           expires_us - round->opened.at_us == seconds * 1000000;
}

static cs_status_t
cs_evidence_activated_check(csp_evidence_t *evidence, const json_t *policy, const csp_evidence_round_t *round)
{
    csp_evidence_entry_t activated;
    cs_status_t status;
    json_int_t number = cs_json_get_integer(round->opening, "policy", -1);

    CS_TRY(csp_evidence_entry_check(evidence, json_object_get(policy, "activated"), "policy.activated", &activated));
    if (cs_json_get_integer(activated.core, "policy", -2) != number ||
        cs_json_get_integer(round->opened.core, "policy", -2) != number) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_POLICY, NULL);
    }
    if (activated.index >= round->opened.index) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_OUT_OF_ORDER, "the policy was activated later");
    }
    status = cs_evidence_documents_check(evidence, policy, &activated);
out:
    return status;
}

cs_status_t
csp_evidence_policy_check(csp_evidence_t *evidence, const json_t *policy, csp_evidence_round_t *round)
{
    const json_t *documents = json_object_get(policy, "documents");
    const json_t *kinds = json_object_get(json_object_get(documents, "reviews"), "kinds");
    const json_t *permissions = json_object_get(json_object_get(documents, "permissions"), "permissions");
    const json_t *kind = json_object_get(kinds, cs_json_get_text(round->opening, "kind"));
    cs_status_t status;

    CS_TRY(cs_evidence_activated_check(evidence, policy, round));
    if (!json_is_object(kind)) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_POLICY, "the policy knows no such kind of review");
    }
    round->kind = kind;
    if (!cs_evidence_stages_fit(kind, round->opening, permissions)) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_STAGES, NULL);
    }
    if (!cs_evidence_time_fits(round)) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_STAGES,
                                   "it expires at another time than the policy says");
    }
out:
    return status;
}
