/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision as its subject may read it: what decided, what is owed, how to go
 * on.  It says of a record what the decision says, so that one that may not be
 * known of reads like one that does not exist (JR-8).
 */
#include <string.h>

#include "access/access.h"
#include "base/guard.h"

typedef struct {
    const cs_access_facts_t *facts;
    cs_policy_operation_e operation;
    const cs_policy_t *policy;
    const json_t *object; /* as stated */
    cs_access_decision_t decision;
    json_t *purposes; /* with which it is allowed, each once */
} cs_access_told_t;

static cs_access_decision_t
cs_access_decide_for(const cs_access_told_t *told, const char *purpose)
{
    cs_access_environment_t environment = told->facts->environment;

    environment.purpose = purpose;
    return cs_access_decide(&told->facts->subject, told->operation, &told->facts->object, &environment, told->policy);
}

static bool
cs_access_has_text(const json_t *texts, const char *text)
{
    for (size_t i = 0; i < json_array_size(texts); i++) {
        if (strcmp(json_string_value(json_array_get(texts, i)), text) == 0) {
            return true;
        }
    }
    return false;
}

/* Whoever names no purpose learns which there are: with each of them it is decided as a release would be. */
static cs_status_t
cs_access_try_purposes(cs_access_told_t *told)
{
    const cs_access_environment_t *environment = &told->facts->environment;

    for (size_t i = 0; i < environment->grant_count; i++) {
        const char *purpose = environment->grants[i].purpose;
        cs_access_decision_t decision = cs_access_decide_for(told, purpose);

        if (purpose == NULL || decision.grant == NULL || cs_access_has_text(told->purposes, purpose)) {
            continue;
        }
        if (json_array_append_new(told->purposes, json_string(purpose)) != 0) {
            return CS_NO_MEMORY;
        }
        if (environment->purpose == NULL && told->decision.reason != CS_OK) {
            told->decision = decision;
        }
    }
    return CS_OK;
}

static json_t *
cs_access_list_rules(const cs_access_decision_t *decision)
{
    json_t *rules = json_array();

    for (size_t i = 0; i < decision->rule_count; i++) {
        if (json_array_append_new(rules, json_pack("{s:s, s:s}", "rule", cs_access_rule_code(decision->rules[i]),
                                                   "clause", cs_access_rule_clause(decision->rules[i]))) != 0) {
            json_decref(rules);
            return NULL;
        }
    }
    return rules;
}

static json_t *
cs_access_list_obligations(const cs_access_decision_t *decision)
{
    json_t *obligations = json_array();

    for (size_t i = 0; i < decision->obligation_count; i++) {
        if (json_array_append_new(obligations, json_string(decision->obligations[i])) != 0) {
            json_decref(obligations);
            return NULL;
        }
    }
    return obligations;
}

/* The ranks that may do it at this level; none where nobody may. */
static json_t *
cs_access_list_ranks(const cs_access_told_t *told)
{
    cs_access_told_t other = *told;
    cs_access_facts_t facts = *told->facts;
    json_t *ranks = json_array();

    other.facts = &facts;
    for (facts.subject.rank = 0; facts.subject.rank < told->policy->rank_count; facts.subject.rank++) {
        cs_access_decision_t decision = cs_access_decide_for(&other, NULL);
        bool passes = decision.rule_count > 1 && decision.rules[1] == CS_RULE_IN_MATRIX;

        if (passes && json_array_append_new(ranks, json_string(told->policy->ranks[facts.subject.rank])) != 0) {
            json_decref(ranks);
            return NULL;
        }
    }
    return ranks;
}

static json_t *
cs_access_tell_ranks(const cs_access_told_t *told)
{
    json_t *ranks = cs_access_list_ranks(told);

    if (json_array_size(ranks) != 0) {
        return json_pack("{s:s, s:o}", "kind", "rank", "ranks", ranks);
    }
    json_decref(ranks);
    return json_pack("{s:s}", "kind", "level");
}

/* What a permission request would have to say, ready to be sent with purpose, end and reason. */
static json_t *
cs_access_tell_grant(const cs_access_told_t *told)
{
    return json_pack("{s:s, s:{s:s, s:{s:s*}, s:s, s:[s]}}", "kind", "grant", "request", "kind", "data", "scope",
                     "record", cs_json_get_text(told->object, "record"), "max_level",
                     told->policy->levels[told->facts->object.level].code, "operations",
                     cs_policy_operation_name(told->operation));
}

static json_t *
cs_access_tell_missing(const cs_access_told_t *told)
{
    const cs_access_decision_t *decision = &told->decision;

    switch (decision->rules[decision->rule_count - 1]) {
    case CS_RULE_INACTIVE:
        return json_pack("{s:s}", "kind", "account");
    case CS_RULE_UNPERMITTED:
        return json_pack("{s:s, s:s}", "kind", "permission", "permission", "record.read");
    case CS_RULE_UNKNOWN:
        return json_pack("{s:s}", "kind", "record");
    case CS_RULE_NOT_IN_MATRIX:
    case CS_RULE_VIEW_ONLY:
        return cs_access_tell_ranks(told);
    case CS_RULE_UNPUBLISHED:
        return json_pack("{s:s}", "kind", "publication");
    case CS_RULE_ELSEWHERE:
        return json_pack("{s:s}", "kind", "audience");
    case CS_RULE_NO_GRANT:
        return cs_access_tell_grant(told);
    case CS_RULE_NO_PURPOSE:
        return json_pack("{s:s, s:O}", "kind", "purpose", "purposes", told->purposes);
    default:
        return json_null();
    }
}

static cs_status_t
cs_access_tell(cs_pool_t *pool, const cs_access_told_t *told, json_t **out)
{
    const cs_access_decision_t *decision = &told->decision;

    *out = json_pack("{s:s, s:o, s:o, s:I, s:s?, s:O, s:o}", "effect", decision->reason == CS_OK ? "allow" : "deny",
                     "obligations", cs_access_list_obligations(decision), "rules", cs_access_list_rules(decision),
                     "policy_version", (json_int_t)decision->policy, "grant", decision->grant, "purposes",
                     told->purposes, "missing", cs_access_tell_missing(told));
    return *out == NULL ? CS_NO_MEMORY : cs_pool_on_clear(pool, (cs_cleanup_pt)json_decref, *out);
}

cs_status_t
cs_access_explain(cs_pool_t *pool, const json_t *facts, cs_policy_operation_e operation, const char *purpose,
                  int64_t now_us, const cs_policy_t *policy, cs_status_t *reason, json_t **out)
{
    cs_access_facts_t known;
    cs_access_told_t told = {&known, operation, policy, json_object_get(facts, "object"), {0}, NULL};
    cs_status_t status;

    *out = NULL;
    CS_TRY(cs_access_facts_read(pool, facts, purpose, now_us, policy, &known));
    told.purposes = json_array();
    CS_REQUIRE(told.purposes != NULL, CS_NO_MEMORY);
    told.decision = cs_access_decide_for(&told, purpose);
    CS_TRY(cs_access_try_purposes(&told));
    CS_TRY(cs_access_tell(pool, &told, out));
    *reason = told.decision.reason;
out:
    json_decref(told.purposes);
    return status;
}
