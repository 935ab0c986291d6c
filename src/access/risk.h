/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The risk of a request for a permission (GS-3.2): facts in, a grade with the
 * factors that made it out.  Pure, without allocation; the gateway grades by
 * it, and whoever doubts a grade replays it (JR-8).  The database holds the
 * floors of a low grade by itself, and counts the points again.
 */
#ifndef CS_ACCESS_RISK_H
#define CS_ACCESS_RISK_H

#include "policy/policy.h"

typedef enum {
    CS_RISK_LEVEL,
    CS_RISK_GRADE,
    CS_RISK_PERSONAL_DATA,
    CS_RISK_VOLUME, /* records in one hand: of this request, and of the grants and reads of 90 days */
    CS_RISK_CROSS_INSTITUTION,
    CS_RISK_PURPOSE,
    CS_RISK_TERM_DAYS,
    CS_RISK_TIER, /* of a function permission */
    CS_RISK_REJECTIONS,
    CS_RISK_VIOLATIONS,
    CS_RISK_ODD_HOUR,
    CS_RISK_ENGINE_GRANTS, /* of 30 days */
    CS_RISK_FACTOR_COUNT,  /* not one of them */
} cs_risk_factor_e;

/* What a request has of one factor: a word, or a number (0 or 1 for what is there or not). */
typedef struct {
    const char *word; /* NULL where it has none */
    int64_t number;
} cs_risk_value_t;

typedef struct {
    cs_risk_value_t values[CS_RISK_FACTOR_COUNT];
} cs_risk_facts_t;

typedef enum {
    CS_RISK_LOW, /* the engine grants it */
    CS_RISK_MEDIUM,
    CS_RISK_HIGH,
} cs_risk_grade_e;

typedef struct {
    cs_risk_factor_e factor;
    cs_risk_value_t value;
    int64_t points;
    bool is_floor;      /* with it no request is low, whatever the points */
    const char *reason; /* the policy's code for why it weighs; borrowed */
} cs_risk_reason_t;

typedef struct {
    cs_risk_grade_e grade;
    int64_t points;
    cs_risk_reason_t reasons[CS_RISK_FACTOR_COUNT]; /* those that weighed */
    size_t reason_count;
} cs_risk_t;

/*
 * Sums the points of all factors.  Low is never what is secret or above, C2
 * or unknown personal data, another institution's, of an advanced or
 * management tier, or beyond the month's limit, however a policy weighs it.
 */
void cs_risk_grade(const cs_risk_facts_t *facts, const cs_policy_risk_t *policy, cs_risk_t *out);

/* "low", "medium", "high"; the name of a factor as policy, facts and answers have it. */
const char *cs_risk_grade_name(cs_risk_grade_e grade);
const char *cs_risk_factor_name(cs_risk_factor_e factor);

/*
 * Reads facts as access.find_risk_facts states them; words are borrowed.
 * CS_MALFORMED for what is no statement of facts: it grades nothing.
 */
cs_status_t cs_risk_facts_read(const json_t *inputs, cs_risk_facts_t *out) CS_MUST_CHECK;

/* {grade, points, factors: [{name, value, points, reason, floor}]}, as it is kept; NULL when there is no memory. */
json_t *cs_risk_describe(const cs_risk_t *risk);

#endif
