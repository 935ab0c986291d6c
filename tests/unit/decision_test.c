/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of question → decision, as data: tests/unit/decisions/.  The grids go
 * through every level, rank, operation, side and ground under the levels.json
 * that ships; the cases have rules of their own, which no policy could be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/access.h"
#include "unit.h"

#define NOW      INT64_C(1000000)
#define MAX_HELD 8
#define FOLDER   "tests/unit/decisions/"
#define ALL_BITS ((1U << CS_OPERATION_COUNT) - 1)

/* What a case or a cell of a grid asks. */
typedef struct {
    cs_access_subject_t subject;
    cs_policy_operation_e operation;
    cs_access_object_t object;
    cs_access_environment_t environment;
    cs_access_grant_t held[MAX_HELD];
} test_question_t;

static json_t *
test_load(const char *path)
{
    json_t *value = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);

    if (value == NULL || cs_pool_on_clear(POOL, (cs_cleanup_pt)json_decref, value) != CS_OK) {
        CU_FAIL_FATAL(path);
    }
    return value;
}

static bool
test_begins(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* "own", "other", "inactive" and "unpermitted" (both own); "draft", "published", "shared": with the subject's audience. */
static void
test_ask(test_question_t *q, const char *who, const char *record, const char *basis)
{
    q->subject.is_active = !test_begins(who, "inactive");
    q->subject.may_read = !test_begins(who, "unpermitted");
    q->subject.institution = test_begins(who, "other") ? "B" : "A";
    q->object.institution = "A";
    q->object.published = !test_begins(record, "draft");
    q->object.in_audience = test_begins(record, "shared");
    q->object.basis = test_begins(basis, "author")     ? CS_ACCESS_BASIS_AUTHOR
                      : test_begins(basis, "reviewer") ? CS_ACCESS_BASIS_REVIEWER
                                                       : CS_ACCESS_BASIS_NONE;
    q->environment.grants = q->held;
    q->environment.now_us = NOW;
}

static cs_access_decision_t
test_decide(const test_question_t *q, const cs_policy_t *policy)
{
    return cs_access_decide(&q->subject, q->operation, &q->object, &q->environment, policy);
}

/* --- cases */

static unsigned
test_operations(const json_t *names)
{
    unsigned operations = 0;

    for (size_t i = 0; i < json_array_size(names); i++) {
        operations |= CS_OPERATION_BIT(cs_policy_operation_from_name(json_string_value(json_array_get(names, i))));
    }
    return operations;
}

static bool
test_has(const json_t *texts, const char *text)
{
    for (size_t i = 0; i < json_array_size(texts); i++) {
        if (strcmp(json_string_value(json_array_get(texts, i)), text) == 0) {
            return true;
        }
    }
    return false;
}

/* top_secret allows everything in these: the floor has to hold against the policy. */
static const cs_policy_t *
test_rules(const json_t *cases)
{
    static const char *const online[] = {"online_only"};
    cs_policy_t *policy = cs_pool_zalloc(POOL, sizeof(*policy));
    const json_t *levels = json_object_get(cases, "levels");

    policy->number = 3;
    policy->ranks[0] = "staff";
    policy->ranks[1] = "executive";
    policy->rank_count = 2;
    policy->level_count = (int)json_array_size(levels);
    for (int i = 0; i < policy->level_count; i++) {
        const json_t *row = json_array_get(levels, (size_t)i);
        cs_policy_level_t *level = &policy->levels[i];

        level->code = cs_json_get_text(row, "level");
        level->operations[0] = test_operations(json_object_get(row, "staff"));
        level->operations[1] = test_operations(json_object_get(row, "executive"));
        level->grant_own = test_has(json_object_get(row, "grant"), "own");
        level->grant_other = test_has(json_object_get(row, "grant"), "other");
        level->view_only = strcmp(level->code, "top_secret") == 0;
        level->obligations = online;
        level->obligation_count = json_array_size(json_object_get(row, "obligations"));
    }
    /* What lies behind the last level is none of them, whatever is there. */
    policy->levels[policy->level_count].operations[1] = ALL_BITS;
    return policy;
}

static void
test_hold(test_question_t *q, const json_t *cases, const json_t *names, const cs_policy_t *policy)
{
    size_t i;
    json_t *name;

    CU_ASSERT_TRUE_FATAL(json_array_size(names) <= MAX_HELD);
    json_array_foreach(names, i, name) {
        const json_t *grant = json_object_get(json_object_get(cases, "grants"), json_string_value(name));
        const char *until = cs_json_get_text(grant, "until");

        CU_ASSERT_PTR_NOT_NULL_FATAL(until);
        q->held[i] = (cs_access_grant_t){
            .grant = json_string_value(name),
            .operations = test_operations(json_object_get(grant, "operations")),
            .max_level = cs_policy_find_level(policy, cs_json_get_text(grant, "max_level")),
            .purpose = cs_json_get_text(grant, "purpose"),
            .until_us = strcmp(until, "later") == 0 ? NOW + 1 : NOW,
        };
    }
    q->environment.grant_count = json_array_size(names);
}

/* A word of the file that is a number is the index itself: past the last. */
static int
test_index(const char *words, int found)
{
    const char *word = strchr(words, ' ') + 1;

    return *word >= '0' && *word <= '9' ? (int)strtol(word, NULL, 10) : found;
}

static test_question_t
test_case(const json_t *row, const json_t *cases, const cs_policy_t *policy)
{
    const char *who = cs_json_get_text(row, "subject"), *record = cs_json_get_text(row, "object");
    test_question_t q = {.operation = cs_policy_operation_from_name(cs_json_get_text(row, "operation"))};

    test_ask(&q, who, record, cs_json_get_text(row, "basis"));
    q.subject.rank = test_index(who, cs_policy_find_rank(policy, strchr(who, ' ') + 1));
    q.object.level = test_index(record, cs_policy_find_level(policy, strchr(record, ' ') + 1));
    q.environment.purpose = cs_json_get_text(row, "purpose");
    test_hold(&q, cases, json_object_get(row, "holds"), policy);
    return q;
}

/* As the file states decisions. */
static json_t *
test_tell(const cs_access_decision_t *decision)
{
    json_t *rules = json_array(), *obligations = json_array(), *told;

    for (size_t i = 0; i < decision->rule_count; i++) {
        json_array_append_new(rules, json_string(cs_access_rule_code(decision->rules[i])));
    }
    for (size_t i = 0; i < decision->obligation_count; i++) {
        json_array_append_new(obligations, json_string(decision->obligations[i]));
    }
    told = json_pack("{s:s, s:o, s:s?, s:o}", "outcome", cs_status_name(decision->reason), "rules", rules, "grant",
                     decision->grant, "obligations", obligations);
    CU_ASSERT_EQUAL_FATAL(cs_pool_on_clear(POOL, (cs_cleanup_pt)json_decref, told), CS_OK);
    return told;
}

static void
each_case_is_decided_so__GS_3_1_2__GS_3_2(void)
{
    const json_t *cases = test_load(FOLDER "cases.json"), *rows = json_object_get(cases, "decisions");
    const cs_policy_t *policy = test_rules(cases);
    size_t i;
    json_t *row;

    CU_ASSERT_TRUE(json_array_size(rows) > 40);
    json_array_foreach(rows, i, row) {
        test_question_t q = test_case(row, cases, policy);
        cs_access_decision_t decision;
        const char *name;
        json_t *told, *value;

        q.environment.grants = q.held;
        decision = test_decide(&q, policy);
        told = test_tell(&decision);
        CU_ASSERT_EQUAL(decision.policy, 3);
        json_object_foreach(told, name, value) {
            if (!json_equal(value, json_object_get(row, name))) {
                printf("\n    %s: %s\n", cs_json_get_text(row, "claim"), json_dumps(value, JSON_ENCODE_ANY));
                CU_FAIL("a row of cases.json");
            }
        }
    }
}

/* --- grids */

static const struct {
    char letter;
    cs_access_rule_e rule; /* the one that decides */
} test_letters[] = {
    {'=', CS_RULE_NEEDLESS},      {'o', CS_RULE_LOOK},       {'G', CS_RULE_GRANTED},     {'?', CS_RULE_UNKNOWN},
    {'-', CS_RULE_NOT_IN_MATRIX}, {'v', CS_RULE_VIEW_ONLY},  {'u', CS_RULE_UNPUBLISHED}, {'e', CS_RULE_ELSEWHERE},
    {'g', CS_RULE_NO_GRANT},      {'p', CS_RULE_NO_PURPOSE},
};

static char
test_letter(const cs_access_decision_t *decision)
{
    for (size_t i = 0; i < COUNT_OF(test_letters); i++) {
        if (decision->rule_count != 0 && decision->rules[decision->rule_count - 1] == test_letters[i].rule) {
            return decision->reason == cs_access_rule_reason(test_letters[i].rule) ? test_letters[i].letter : '!';
        }
    }
    return '!';
}

/* What is owed goes with what is allowed, and with nothing else. */
static bool
test_owes(const cs_access_decision_t *decision, const cs_policy_level_t *level)
{
    return decision->reason == CS_OK
               ? decision->obligations == level->obligations && decision->obligation_count == level->obligation_count
               : decision->obligation_count == 0;
}

/* "published audience reviewer": its state, the subject's side, the ground. */
static size_t
test_situation(const char *holds, const char *situation, const json_t *grid, const cs_policy_t *policy)
{
    const char *side = strchr(situation, ' ') + 1, *basis = strchr(side, ' ') + 1;
    const char *record = test_begins(side, "audience") ? "shared" : situation;
    test_question_t q = {.environment.purpose = strcmp(holds, "another purpose") == 0 ? "fraud" : "risk"};
    size_t cells = 0;

    test_ask(&q, test_begins(side, "own") ? "own" : "other", record, basis);
    q.object.published = test_begins(situation, "published");
    q.held[0] = (cs_access_grant_t){"all", ALL_BITS, policy->level_count - 1, "risk", NOW + 1};
    q.environment.grant_count = strcmp(holds, "nothing") == 0 ? 0 : 1;
    for (q.object.level = 0; q.object.level < policy->level_count; q.object.level++) {
        const cs_policy_level_t *level = &policy->levels[q.object.level];
        const json_t *row = json_object_get(grid, level->code);

        for (q.subject.rank = 0; q.subject.rank < policy->rank_count; q.subject.rank++) {
            const char *stated = json_string_value(json_array_get(row, (size_t)q.subject.rank));
            char found[CS_OPERATION_COUNT + 1] = "";

            for (q.operation = 0; q.operation < CS_OPERATION_COUNT; q.operation++) {
                cs_access_decision_t decision = test_decide(&q, policy);

                found[q.operation] = test_owes(&decision, level) ? test_letter(&decision) : '!';
                cells++;
            }
            if (stated == NULL || strcmp(stated, found) != 0) {
                printf("\n    holding %s, %s, %s, %s: %s instead of %s\n", holds, situation, level->code,
                       policy->ranks[q.subject.rank], found, stated == NULL ? "nothing" : stated);
                CU_FAIL("a row of a grid");
            }
        }
    }
    return cells;
}

static void
test_grid(const char *path)
{
    const cs_policy_t *policy = test_policy_of(test_documents());
    const json_t *file = test_load(path), *situations = json_object_get(file, "situations");
    const char *situation;
    json_t *grid;
    size_t cells = 0;

    json_object_foreach((json_t *)situations, situation, grid) {
        cells += test_situation(cs_json_get_text(file, "holds"), situation, grid, policy);
    }
    /* States, sides, grounds. */
    CU_ASSERT_EQUAL(cells, (size_t)(2 * 3 * 3 * policy->level_count * policy->rank_count * CS_OPERATION_COUNT));
}

static void
each_cell_of_the_shipped_matrix_is_decided_so_without_grants__GS_3_1_2(void)
{
    test_grid(FOLDER "grid-nothing.json");
}

static void
each_cell_of_the_shipped_matrix_is_decided_so_with_a_grant__GS_3_2(void)
{
    test_grid(FOLDER "grid-grant.json");
}

static void
each_cell_of_the_shipped_matrix_is_decided_so_for_another_purpose__GS_3_2(void)
{
    test_grid(FOLDER "grid-purpose.json");
}

static void
institutions_unknown_are_never_the_same(void)
{
    const cs_policy_t *policy = test_policy_of(test_documents());
    test_question_t q = {.operation = CS_OPERATION_VIEW};

    test_ask(&q, "own", "published", "none");
    IS(CS_OK, test_decide(&q, policy).reason);
    q.subject.institution = NULL;
    IS(CS_NOT_FOUND, test_decide(&q, policy).reason);
    q.object.institution = NULL;
    IS(CS_NOT_FOUND, test_decide(&q, policy).reason);
}

static void
each_rule_has_its_own_code_and_a_clause(void)
{
    for (cs_access_rule_e rule = 0; rule < CS_RULE_COUNT; rule++) {
        CU_ASSERT_TRUE(test_begins(cs_access_rule_clause(rule), "GS-"));
        for (cs_access_rule_e other = 0; other < rule; other++) {
            CU_ASSERT_STRING_NOT_EQUAL(cs_access_rule_code(rule), cs_access_rule_code(other));
        }
    }
    CU_ASSERT_PTR_NULL(cs_access_rule_code(CS_RULE_COUNT));
    CU_ASSERT_PTR_NULL(cs_access_rule_clause(CS_RULE_COUNT));
    IS(CS_INTERNAL, cs_access_rule_reason(CS_RULE_COUNT));
}

CU_TestInfo suite_decision[] = {
    CLAIM(each_case_is_decided_so__GS_3_1_2__GS_3_2),
    CLAIM(each_cell_of_the_shipped_matrix_is_decided_so_without_grants__GS_3_1_2),
    CLAIM(each_cell_of_the_shipped_matrix_is_decided_so_with_a_grant__GS_3_2),
    CLAIM(each_cell_of_the_shipped_matrix_is_decided_so_for_another_purpose__GS_3_2),
    CLAIM(institutions_unknown_are_never_the_same),
    CLAIM(each_rule_has_its_own_code_and_a_clause),
    CU_TEST_INFO_NULL,
};
