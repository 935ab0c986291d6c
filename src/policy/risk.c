/* SPDX-License-Identifier: Apache-2.0 */
/* risk.json: what each factor of a request weighs, and from how many points on people decide (GS-3.2). */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

#define CS_MAX_RISK_POINTS 100
#define CS_MAX_RISK_WORDS  8

/* Words of a factor, from the lightest to the gravest; NULL: what another policy lists. */
static const struct {
    const char *name;
    const char *words[CS_MAX_RISK_WORDS];
} cs_policy_risk_words[] = {
    {"grade", {"general", "sensitive", "important", "core"}},
    {"personal_data", {"none", "C1", "unknown", "C2", "C3"}},
    {"tier", {"basic", "advanced", "management"}},
};

static const char *const cs_policy_risk_steps[] = {"volume", "term_days", "rejections", "violations"};

/* What is the worst: a core record of the highest level, for another institution. */
#define CS_RISK_WORST "top_secret"

static cs_status_t
cs_policy_risk_fail(const char *factor, const char *text, cs_error_t *error)
{
    char where[CS_MAX_ERROR_POINTER];

    snprintf(where, sizeof(where), "/risk/factors/%s", factor);
    return cs_error_set(error, CS_INVALID_VALUE, where, "%s", text);
}

static json_int_t
cs_policy_risk_points(const json_t *factors, const char *factor, const char *word)
{
    return cs_json_get_integer(json_object_get(json_object_get(factors, factor), "points"), word, -1);
}

/* Each word has its points, and a graver one has no fewer. */
static cs_status_t
cs_policy_check_words(const json_t *factors, const char *factor, const char *const *words, size_t count,
                      cs_error_t *error)
{
    json_int_t least = 0;

    for (size_t i = 0; i < count; i++) {
        json_int_t points = cs_policy_risk_points(factors, factor, words[i]);

        if (points < least || points > CS_MAX_RISK_POINTS) {
            return cs_policy_risk_fail(factor, "each word has 0 to 100 points, a graver one no fewer (GS-3.2)", error);
        }
        least = points;
    }
    return json_object_size(json_object_get(json_object_get(factors, factor), "points")) == count
               ? CS_OK
               : cs_policy_risk_fail(factor, "a word is not known here", error);
}

/* The levels rise in the order of levels.json. */
static cs_status_t
cs_policy_check_level_words(const json_t *factors, const json_t *levels, cs_error_t *error)
{
    const char *words[CS_MAX_POLICY_LEVELS];
    size_t count = json_array_size(levels);

    for (size_t i = 0; i < count && i < CS_MAX_POLICY_LEVELS; i++) {
        words[i] = json_string_value(json_array_get(levels, i));
    }
    return cs_policy_check_words(factors, "level", words, count, error);
}

/* A purpose is no graver than another. */
static cs_status_t
cs_policy_check_purposes(const json_t *factors, const json_t *purposes, cs_error_t *error)
{
    for (size_t i = 0; i < json_array_size(purposes); i++) {
        json_int_t points = cs_policy_risk_points(factors, "purpose", json_string_value(json_array_get(purposes, i)));

        if (points < 0 || points > CS_MAX_RISK_POINTS) {
            return cs_policy_risk_fail("purpose", "each purpose has 0 to 100 points", error);
        }
    }
    return json_object_size(json_object_get(json_object_get(factors, "purpose"), "points")) == json_array_size(purposes)
               ? CS_OK
               : cs_policy_risk_fail("purpose", "a purpose is not known here", error);
}

static cs_status_t
cs_policy_check_steps(const json_t *factors, const char *factor, cs_error_t *error)
{
    const json_t *steps = json_object_get(json_object_get(factors, factor), "steps");
    json_int_t from = 0, points = -1;

    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);
        json_int_t next = cs_json_get_integer(step, "from", 0), more = cs_json_get_integer(step, "points", -1);

        if (next <= from || more < points || more > CS_MAX_RISK_POINTS) {
            return cs_policy_risk_fail(factor, "the steps rise, with 0 to 100 points", error);
        }
        from = next;
        points = more;
    }
    return CS_OK;
}

/* GS-3.2: three grades, each of which can be reached; the gravest request is high. */
static cs_status_t
cs_policy_check_grades(const json_t *risk, const json_t *factors, cs_error_t *error)
{
    const json_t *grades = json_object_get(risk, "grades");
    json_int_t medium = cs_json_get_integer(grades, "medium", 0), high = cs_json_get_integer(grades, "high", 0);
    json_int_t worst = cs_policy_risk_points(factors, "level", CS_RISK_WORST) +
                       cs_policy_risk_points(factors, "grade", "core") +
                       cs_json_get_integer(json_object_get(factors, "cross_institution"), "points", 0);

    if (medium < 1 || high <= medium || high > worst) {
        return cs_error_set(error, CS_INVALID_VALUE, "/risk/grades",
                            "medium is above 0, high above medium, and a core, top secret record for another "
                            "institution is high (GS-3.2)");
    }
    return CS_OK;
}

static cs_status_t
cs_policy_check_switches(const json_t *factors, cs_error_t *error)
{
    static const char *const names[] = {"cross_institution", "odd_hour"};

    for (size_t i = 0; i < CS_COUNT_OF(names); i++) {
        if (cs_json_get_integer(json_object_get(factors, names[i]), "points", -1) > CS_MAX_RISK_POINTS) {
            return cs_policy_risk_fail(names[i], "it has 0 to 100 points", error);
        }
    }
    return CS_OK;
}

cs_status_t
csp_policy_check_risk(const json_t *documents, cs_error_t *error)
{
    const json_t *risk = json_object_get(documents, "risk"), *factors = json_object_get(risk, "factors");
    cs_status_t status;

    CS_TRY(
        cs_policy_check_level_words(factors, json_object_get(json_object_get(documents, "levels"), "levels"), error));
    CS_TRY(cs_policy_check_purposes(factors, json_object_get(json_object_get(documents, "types"), "purposes"), error));
    for (size_t i = 0; i < CS_COUNT_OF(cs_policy_risk_words); i++) {
        size_t count = 0;

        while (count < CS_MAX_RISK_WORDS && cs_policy_risk_words[i].words[count] != NULL) {
            count++;
        }
        CS_TRY(
            cs_policy_check_words(factors, cs_policy_risk_words[i].name, cs_policy_risk_words[i].words, count, error));
    }
    for (size_t i = 0; i < CS_COUNT_OF(cs_policy_risk_steps); i++) {
        CS_TRY(cs_policy_check_steps(factors, cs_policy_risk_steps[i], error));
    }
    CS_TRY(cs_policy_check_switches(factors, error));
    status = cs_policy_check_grades(risk, factors, error);
out:
    return status;
}

cs_status_t
cs_policy_load_risk(const json_t *document, cs_policy_risk_t *out, cs_error_t *error)
{
    cs_status_t status;

    CS_TRY(cs_shape_check(document, csp_policy_risk_shape, error));
    *out = (cs_policy_risk_t){
        .factors = json_object_get(document, "factors"),
        .medium = cs_json_get_integer(json_object_get(document, "grades"), "medium", 0),
        .high = cs_json_get_integer(json_object_get(document, "grades"), "high", 0),
        .monthly_limit = cs_json_get_integer(json_object_get(document, "engine"), "monthly_limit", 0),
    };
out:
    return status;
}
