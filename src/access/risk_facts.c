/* SPDX-License-Identifier: Apache-2.0 */
/* Facts and grades as JSON: what the database states and keeps. */
#include "access/risk.h"
#include "base/guard.h"

/* What a word is where the others are numbers. */
static bool
cs_risk_is_word(cs_risk_factor_e factor)
{
    return factor == CS_RISK_LEVEL || factor == CS_RISK_GRADE || factor == CS_RISK_PERSONAL_DATA ||
           factor == CS_RISK_PURPOSE || factor == CS_RISK_TIER;
}

/* A number is not negative; true is 1; a word that is missing is none, a number is never missing. */
static cs_status_t
cs_risk_value_read(cs_risk_factor_e factor, const json_t *value, cs_risk_value_t *out)
{
    if (cs_risk_is_word(factor)) {
        out->word = json_string_value(value);
        return value == NULL || json_is_string(value) ? CS_OK : CS_MALFORMED;
    }
    out->number = json_is_true(value) ? 1 : json_integer_value(value);
    return json_is_boolean(value) || (json_is_integer(value) && out->number >= 0) ? CS_OK : CS_MALFORMED;
}

cs_status_t
cs_risk_facts_read(const json_t *inputs, cs_risk_facts_t *out)
{
    cs_status_t status = CS_OK;

    *out = (cs_risk_facts_t){0};
    CS_REQUIRE(json_is_object(inputs), CS_MALFORMED);
    for (cs_risk_factor_e factor = 0; factor < CS_RISK_FACTOR_COUNT; factor++) {
        CS_TRY(cs_risk_value_read(factor, json_object_get(inputs, cs_risk_factor_name(factor)), &out->values[factor]));
    }
    /* Data has a level, a function its tier: without either nothing would weigh. */
    CS_REQUIRE((out->values[CS_RISK_LEVEL].word == NULL) != (out->values[CS_RISK_TIER].word == NULL), CS_MALFORMED);
    CS_REQUIRE(out->values[CS_RISK_LEVEL].word == NULL ||
                   (out->values[CS_RISK_GRADE].word != NULL && out->values[CS_RISK_PERSONAL_DATA].word != NULL &&
                    out->values[CS_RISK_PURPOSE].word != NULL),
               CS_MALFORMED);
out:
    return status;
}

static json_t *
cs_risk_reason_describe(const cs_risk_reason_t *reason)
{
    json_t *value = reason->value.word == NULL ? json_integer(reason->value.number) : json_string(reason->value.word);

    return json_pack("{s:s, s:o, s:I, s:s, s:b}", "name", cs_risk_factor_name(reason->factor), "value", value, "points",
                     (json_int_t)reason->points, "reason", reason->reason, "floor", reason->is_floor);
}

json_t *
cs_risk_describe(const cs_risk_t *risk)
{
    json_t *factors = json_array();

    for (size_t i = 0; i < risk->reason_count; i++) {
        if (json_array_append_new(factors, cs_risk_reason_describe(&risk->reasons[i])) != 0) {
            json_decref(factors);
            return NULL;
        }
    }
    return json_pack("{s:s, s:I, s:o}", "grade", cs_risk_grade_name(risk->grade), "points", (json_int_t)risk->points,
                     "factors", factors);
}
