/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "access/access.h"

/* One operation of one subject on one object. */
typedef struct {
    const cs_access_subject_t *subject;
    cs_policy_operation_e operation;
    const cs_access_object_t *object;
    const cs_access_environment_t *environment;
    const cs_policy_level_t *level;
} cs_access_question_t;

static bool
cs_access_is_own(const cs_access_question_t *q)
{
    return q->subject->institution != NULL && q->object->institution != NULL &&
           strcmp(q->subject->institution, q->object->institution) == 0;
}

/* Only who may act at all is told anything of a record. */
static cs_access_rule_e
cs_access_ask_subject(const cs_access_question_t *q, const char **grant)
{
    (void)grant;
    if (!q->subject->is_active) {
        return CS_RULE_INACTIVE;
    }
    return q->subject->may_read ? CS_RULE_COUNT : CS_RULE_UNPERMITTED;
}

/* Whoever may not know of a record gets the answer of one that does not exist. */
static cs_access_rule_e
cs_access_ask_knowledge(const cs_access_question_t *q, const char **grant)
{
    (void)grant;
    if (q->object->basis != CS_ACCESS_BASIS_NONE) {
        return q->object->basis == CS_ACCESS_BASIS_AUTHOR ? CS_RULE_AUTHOR : CS_RULE_REVIEWER;
    }
    if (!q->object->published) {
        return CS_RULE_UNKNOWN;
    }
    if (cs_access_is_own(q)) {
        return CS_RULE_OWN;
    }
    return q->object->in_audience ? CS_RULE_AUDIENCE : CS_RULE_UNKNOWN;
}

static bool
cs_access_is_glance(cs_policy_operation_e operation)
{
    return operation == CS_OPERATION_LIST || operation == CS_OPERATION_VIEW;
}

/* GS-3.1.2: what level and rank allow together, never more than top secret's floor. */
static cs_access_rule_e
cs_access_ask_matrix(const cs_access_question_t *q, const char **grant)
{
    (void)grant;
    if (q->level == NULL || q->subject->rank < 0 || q->subject->rank >= CS_MAX_POLICY_RANKS ||
        q->operation >= CS_OPERATION_COUNT) {
        return CS_RULE_NOT_IN_MATRIX;
    }
    if (q->level->view_only && !cs_access_is_glance(q->operation)) {
        return CS_RULE_VIEW_ONLY;
    }
    return (q->level->operations[q->subject->rank] & CS_OPERATION_BIT(q->operation)) != 0 ? CS_RULE_IN_MATRIX
                                                                                          : CS_RULE_NOT_IN_MATRIX;
}

static bool
cs_access_needs_grant(const cs_access_question_t *q)
{
    if (q->operation == CS_OPERATION_LIST) {
        return false;
    }
    return cs_access_is_own(q) ? q->level->grant_own : q->level->grant_other;
}

static bool
cs_access_covers(const cs_access_grant_t *grant, const cs_access_question_t *q)
{
    return (grant->operations & CS_OPERATION_BIT(q->operation)) != 0 && grant->max_level >= q->object->level &&
           grant->until_us > q->environment->now_us;
}

/* A grant that covers the operation and was given for this purpose; the rule says which of both was missing. */
static cs_access_rule_e
cs_access_find_grant(const cs_access_question_t *q, const char **grant)
{
    const cs_access_environment_t *environment = q->environment;
    cs_access_rule_e rule = CS_RULE_NO_GRANT;

    for (size_t i = 0; i < environment->grant_count; i++) {
        const cs_access_grant_t *row = &environment->grants[i];

        if (!cs_access_covers(row, q)) {
            continue;
        }
        rule = CS_RULE_NO_PURPOSE;
        if (environment->purpose != NULL && row->purpose != NULL && strcmp(row->purpose, environment->purpose) == 0) {
            *grant = row->grant;
            return CS_RULE_GRANTED;
        }
    }
    return rule;
}

static cs_access_rule_e
cs_access_ask_ground(const cs_access_question_t *q, const char **grant)
{
    if (q->object->basis != CS_ACCESS_BASIS_NONE && cs_access_is_glance(q->operation)) {
        return CS_RULE_LOOK;
    }
    if (!q->object->published) {
        return CS_RULE_UNPUBLISHED;
    }
    /* An author or reviewer from elsewhere, for more than a look: as anybody of that institution. */
    if (!cs_access_is_own(q) && !q->object->in_audience) {
        return CS_RULE_ELSEWHERE;
    }
    return cs_access_needs_grant(q) ? cs_access_find_grant(q, grant) : CS_RULE_NEEDLESS;
}

cs_access_decision_t
cs_access_decide(const cs_access_subject_t *subject, cs_policy_operation_e operation, const cs_access_object_t *object,
                 const cs_access_environment_t *environment, const cs_policy_t *policy)
{
    static cs_access_rule_e (*const ask[])(const cs_access_question_t *, const char **) = {
        cs_access_ask_subject, cs_access_ask_knowledge, cs_access_ask_matrix, cs_access_ask_ground};
    bool known = object->level >= 0 && object->level < policy->level_count;
    cs_access_question_t question = {subject, operation, object, environment,
                                     known ? &policy->levels[object->level] : NULL};
    cs_access_decision_t decision = {.policy = policy->number};

    for (size_t i = 0; i < sizeof(ask) / sizeof(ask[0]) && decision.reason == CS_OK; i++) {
        cs_access_rule_e rule = ask[i](&question, &decision.grant);

        if (rule != CS_RULE_COUNT) {
            decision.rules[decision.rule_count++] = rule;
            decision.reason = cs_access_rule_reason(rule);
        }
    }
    if (decision.reason == CS_OK) {
        decision.obligations = question.level->obligations;
        decision.obligation_count = question.level->obligation_count;
    }
    return decision;
}
