/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "access/access.h"

/* What the operation rests on beyond the matrix. */
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

/* Whoever may not know of a record gets the answer of one that does not exist. */
static bool
cs_access_may_know(const cs_access_question_t *q)
{
    if (q->object->basis != CS_ACCESS_BASIS_NONE) {
        return true;
    }
    return q->object->published && (cs_access_is_own(q) || q->object->in_audience);
}

static bool
cs_access_is_glance(cs_policy_operation_e operation)
{
    return operation == CS_OPERATION_LIST || operation == CS_OPERATION_VIEW;
}

/* GS-3.1.2: what level and rank allow together, never more than top secret's floor. */
static bool
cs_access_is_in_matrix(const cs_access_question_t *q)
{
    if (q->subject->rank < 0 || q->subject->rank >= CS_MAX_POLICY_RANKS || q->operation >= CS_OPERATION_COUNT) {
        return false;
    }
    if (q->level->view_only && !cs_access_is_glance(q->operation)) {
        return false;
    }
    return (q->level->operations[q->subject->rank] & CS_OPERATION_BIT(q->operation)) != 0;
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

/* A grant that covers the operation and was given for this purpose; the reason says which of both was missing. */
static cs_status_t
cs_access_find_grant(const cs_access_question_t *q, const char **grant)
{
    const cs_access_environment_t *environment = q->environment;
    cs_status_t reason = CS_GRANT_REQUIRED;

    for (size_t i = 0; i < environment->grant_count; i++) {
        const cs_access_grant_t *row = &environment->grants[i];

        if (!cs_access_covers(row, q)) {
            continue;
        }
        reason = CS_PURPOSE_NOT_GRANTED;
        if (environment->purpose != NULL && row->purpose != NULL && strcmp(row->purpose, environment->purpose) == 0) {
            *grant = row->grant;
            return CS_OK;
        }
    }
    return reason;
}

static cs_status_t
cs_access_reason(const cs_access_question_t *q, const char **grant)
{
    if (!cs_access_may_know(q)) {
        return CS_NOT_FOUND;
    }
    if (q->level == NULL || !cs_access_is_in_matrix(q)) {
        return CS_OPERATION_NOT_ALLOWED;
    }
    if (q->object->basis != CS_ACCESS_BASIS_NONE && cs_access_is_glance(q->operation)) {
        return CS_OK;
    }
    if (!q->object->published) {
        return CS_OPERATION_NOT_ALLOWED;
    }
    /* An author or reviewer from elsewhere, for more than a look: as anybody of that institution. */
    if (!cs_access_is_own(q) && !q->object->in_audience) {
        return CS_OPERATION_NOT_ALLOWED;
    }
    return cs_access_needs_grant(q) ? cs_access_find_grant(q, grant) : CS_OK;
}

cs_access_decision_t
cs_access_decide(const cs_access_subject_t *subject, cs_policy_operation_e operation, const cs_access_object_t *object,
                 const cs_access_environment_t *environment, const cs_policy_t *policy)
{
    bool known = object->level >= 0 && object->level < policy->level_count;
    cs_access_question_t question = {subject, operation, object, environment,
                                     known ? &policy->levels[object->level] : NULL};
    cs_access_decision_t decision = {.policy = policy->number};

    decision.reason = cs_access_reason(&question, &decision.grant);
    if (decision.reason == CS_OK) {
        decision.obligations = question.level->obligations;
        decision.obligation_count = question.level->obligation_count;
    }
    return decision;
}
