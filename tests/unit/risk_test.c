/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of facts → grade, under the risk.json that ships: tests/unit/risk/grades.json. */
#include <stdio.h>
#include <string.h>

#include "access/risk.h"
#include "unit.h"

/* What a request has of what its row does not name. */
static json_t *
test_facts(const json_t *row)
{
    json_t *facts = test_parse("{'volume': 1, 'term_days': 7, 'rejections': 0, 'violations': 0, 'engine_grants': 0,"
                               " 'cross_institution': false, 'odd_hour': false}");

    if (json_object_get(row, "level") != NULL) {
        json_object_update(facts, test_parse("{'grade': 'general', 'personal_data': 'none', 'purpose': 'risk'}"));
    }
    CU_ASSERT_EQUAL(json_object_update(facts, (json_t *)row), 0);
    return facts;
}

static cs_risk_t
test_grade(const json_t *facts)
{
    const cs_policy_t *policy = test_policy_of(test_documents());
    cs_risk_facts_t known;
    cs_risk_t risk;

    IS(CS_OK, cs_risk_facts_read(facts, &known));
    cs_risk_grade(&known, &policy->risk, &risk);
    return risk;
}

/* The names of the factors, a floor with its mark. */
static json_t *
test_names(const cs_risk_t *risk)
{
    json_t *names = test_parse("[]");

    for (size_t i = 0; i < risk->reason_count; i++) {
        json_array_append_new(names, json_sprintf("%s%s", cs_risk_factor_name(risk->reasons[i].factor),
                                                  risk->reasons[i].is_floor ? "!" : ""));
    }
    return names;
}

static void
each_row_has_its_grade_and_its_factors__GS_3_2__JR_8(void)
{
    json_t *rows = json_load_file("tests/unit/risk/grades.json", JSON_REJECT_DUPLICATES, NULL), *row;
    size_t i;

    CU_ASSERT_TRUE_FATAL(json_array_size(rows) > 20);
    json_array_foreach(rows, i, row) {
        cs_risk_t risk = test_grade(test_facts(json_object_get(row, "facts")));

        if (strcmp(cs_risk_grade_name(risk.grade), cs_json_get_text(row, "grade")) != 0 ||
            risk.points != cs_json_get_integer(row, "points", -1) ||
            !json_equal(test_names(&risk), json_object_get(row, "factors"))) {
            fprintf(stderr, "%s: %s, %lld points\n", cs_json_get_text(row, "claim"), cs_risk_grade_name(risk.grade),
                    (long long)risk.points);
            CU_FAIL("a row of grades.json");
        }
    }
    json_decref(rows);
}

/* A policy that weighs nothing, and never calls anything medium, leaves the floors where they are. */
static void
no_policy_makes_a_floor_low__GS_3_2(void)
{
    static const char *const rows[] = {
        "{'level': 'secret'}",
        "{'level': 'top_secret'}",
        "{'level': 'public', 'personal_data': 'C2'}",
        "{'level': 'public', 'personal_data': 'unknown'}",
        "{'level': 'public', 'cross_institution': true}",
        "{'tier': 'advanced'}",
        "{'tier': 'management'}",
        "{'tier': 'basic', 'engine_grants': 20}",
    };
    const cs_policy_risk_t nothing = {test_parse("{}"), INT32_MAX - 1, INT32_MAX, 20};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cs_risk_facts_t known;
        cs_risk_t risk;

        IS(CS_OK, cs_risk_facts_read(test_facts(test_parse(rows[i])), &known));
        cs_risk_grade(&known, &nothing, &risk);
        CU_ASSERT_EQUAL(risk.grade, CS_RISK_MEDIUM);
    }
}

/* Whoever states less than all grades nothing. */
static void
facts_that_are_not_whole_are_no_facts__GS_3_2(void)
{
    static const char *const rows[] = {
        "{'level': 'public', 'tier': 'basic'}",
        "{'volume': 1}",
        "{'level': 7}",
        "{'level': 'public', 'volume': '1'}",
        "{'level': 'public', 'volume': -1}",
        "{'level': 'public', 'volume': 1.5}",
        "{'level': 'public', 'volume': null}",
        "{'level': 'public', 'cross_institution': null}",
        "{'level': 'public', 'personal_data': null}",
        "{'level': 'public', 'purpose': 1}",
    };
    cs_risk_facts_t known;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        IS(CS_MALFORMED, cs_risk_facts_read(test_facts(test_parse(rows[i])), &known));
    }
    IS(CS_MALFORMED, cs_risk_facts_read(NULL, &known));
    IS(CS_MALFORMED, cs_risk_facts_read(test_parse("[]"), &known));
    IS(CS_MALFORMED, cs_risk_facts_read(test_parse("{'level': 'public'}"), &known));
}

static void
what_is_kept_says_why__JR_8(void)
{
    cs_risk_t risk = test_grade(test_facts(test_parse("{'level': 'secret', 'cross_institution': true}")));
    json_t *described = cs_risk_describe(&risk);

    CU_ASSERT_TRUE(json_equal(
        described,
        test_parse("{'grade': 'medium', 'points': 50, 'factors': ["
                   "{'name': 'level', 'value': 'secret', 'points': 30, 'reason': 'harm_of_a_leak', 'floor': true},"
                   "{'name': 'cross_institution', 'value': 1, 'points': 20, 'reason': 'leaves_its_institution',"
                   " 'floor': true}]}")));
    json_decref(described);
}

/* A replay reads documents of whichever version: the shape holds them, and no number in them overflows. */
static void
documents_of_another_shape_grade_nothing__JR_8(void)
{
    json_t *document = json_object_get(test_documents(), "risk");
    cs_policy_risk_t policy;
    cs_risk_facts_t known;
    cs_risk_t risk;

    IS(CS_OK, cs_policy_load_risk(document, &policy, NULL));
    json_object_set(json_object_get(json_object_get(document, "factors"), "level"), "points",
                    test_parse("{'secret': 9223372036854775807, 'top_secret': -5}"));
    IS(CS_OK, cs_policy_load_risk(document, &policy, NULL));
    IS(CS_OK, cs_risk_facts_read(test_facts(test_parse("{'level': 'secret', 'cross_institution': true}")), &known));
    cs_risk_grade(&known, &policy, &risk);
    CU_ASSERT_EQUAL(risk.points, (int64_t)INT32_MAX + 20);
    json_object_del(document, "grades");
    IS(CS_MISSING_MEMBER, cs_policy_load_risk(document, &policy, NULL));
}

CU_TestInfo suite_risk[] = {
    CLAIM(each_row_has_its_grade_and_its_factors__GS_3_2__JR_8), CLAIM(no_policy_makes_a_floor_low__GS_3_2),
    CLAIM(facts_that_are_not_whole_are_no_facts__GS_3_2),        CLAIM(what_is_kept_says_why__JR_8),
    CLAIM(documents_of_another_shape_grade_nothing__JR_8),       CU_TEST_INFO_NULL,
};
