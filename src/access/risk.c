/* SPDX-License-Identifier: Apache-2.0 */
#include "access/risk.h"

#include <string.h>

static const char *const cs_risk_factor_names[CS_RISK_FACTOR_COUNT] = {
    [CS_RISK_LEVEL] = "level",
    [CS_RISK_GRADE] = "grade",
    [CS_RISK_PERSONAL_DATA] = "personal_data",
    [CS_RISK_VOLUME] = "volume",
    [CS_RISK_CROSS_INSTITUTION] = "cross_institution",
    [CS_RISK_PURPOSE] = "purpose",
    [CS_RISK_TERM_DAYS] = "term_days",
    [CS_RISK_TIER] = "tier",
    [CS_RISK_REJECTIONS] = "rejections",
    [CS_RISK_VIOLATIONS] = "violations",
    [CS_RISK_ODD_HOUR] = "odd_hour",
    [CS_RISK_ENGINE_GRANTS] = "engine_grants",
};

static const char *const cs_risk_grade_names[] = {"low", "medium", "high"};

const char *
cs_risk_factor_name(cs_risk_factor_e factor)
{
    return cs_risk_factor_names[factor];
}

const char *
cs_risk_grade_name(cs_risk_grade_e grade)
{
    return cs_risk_grade_names[grade];
}

static bool
cs_risk_is(const char *word, const char *one, const char *other)
{
    return strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

/* What the standard leaves to people (GS-3.2); a word that is not known is left to them as well. */
static bool
cs_risk_is_floor(cs_risk_factor_e factor, const cs_risk_value_t *value, const cs_policy_risk_t *policy)
{
    switch (factor) {
    case CS_RISK_LEVEL:
        return value->word != NULL && !cs_risk_is(value->word, "public", "confidential");
    case CS_RISK_PERSONAL_DATA:
        return value->word != NULL && !cs_risk_is(value->word, "none", "C1");
    case CS_RISK_TIER:
        return value->word != NULL && strcmp(value->word, "basic") != 0;
    case CS_RISK_CROSS_INSTITUTION:
        return value->number != 0;
    case CS_RISK_ENGINE_GRANTS:
        return value->number >= policy->monthly_limit;
    default:
        return false;
    }
}

/* A word that the policy does not know weighs as much as the gravest that it does. */
static int64_t
cs_risk_weigh_word(const json_t *points, const char *word)
{
    int64_t gravest = 0;
    const char *name;
    json_t *value;

    if (word == NULL) {
        return 0;
    }
    if (json_object_get(points, word) != NULL) {
        return cs_json_get_integer(points, word, 0);
    }
    json_object_foreach((json_t *)points, name, value) {
        gravest = json_integer_value(value) > gravest ? json_integer_value(value) : gravest;
    }
    return gravest;
}

static int64_t
cs_risk_weigh_number(const json_t *steps, int64_t number)
{
    int64_t points = 0;

    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);

        if (number >= cs_json_get_integer(step, "from", INT64_MAX)) {
            points = cs_json_get_integer(step, "points", 0);
        }
    }
    return points;
}

/* Bounded, so that no document of whichever version lets a sum overflow. */
static int64_t
cs_risk_weigh(const json_t *factor, const cs_risk_value_t *value)
{
    const json_t *points = json_object_get(factor, "points"), *steps = json_object_get(factor, "steps");
    int64_t weight;

    if (json_is_object(points)) {
        weight = cs_risk_weigh_word(points, value->word);
    } else if (steps != NULL) {
        weight = cs_risk_weigh_number(steps, value->number);
    } else {
        weight = value->number != 0 ? json_integer_value(points) : 0;
    }
    return weight < 0 ? 0 : weight > INT32_MAX ? INT32_MAX : weight;
}

void
cs_risk_grade(const cs_risk_facts_t *facts, const cs_policy_risk_t *policy, cs_risk_t *out)
{
    bool is_floor = false;

    *out = (cs_risk_t){.grade = CS_RISK_LOW};
    for (cs_risk_factor_e factor = 0; factor < CS_RISK_FACTOR_COUNT; factor++) {
        const json_t *weight = json_object_get(policy->factors, cs_risk_factor_names[factor]);
        const char *reason = cs_json_get_text(weight, "reason");
        cs_risk_reason_t row = {
            .factor = factor,
            .value = facts->values[factor],
            .points = cs_risk_weigh(weight, &facts->values[factor]),
            .is_floor = cs_risk_is_floor(factor, &facts->values[factor], policy),
            .reason = reason == NULL ? "engine_limit" : reason,
        };

        if (row.points > 0 || row.is_floor) {
            out->reasons[out->reason_count++] = row;
        }
        out->points += row.points;
        is_floor = is_floor || row.is_floor;
    }
    if (out->points >= policy->high) {
        out->grade = CS_RISK_HIGH;
    } else if (out->points >= policy->medium || is_floor) {
        out->grade = CS_RISK_MEDIUM;
    }
}
