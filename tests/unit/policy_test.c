/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "unit.h"

static void
shipped_policies_load_as_written(void)
{
    const cs_policy_t *policy = test_policy_of(test_documents());

    CU_ASSERT_EQUAL(policy->number, 7);
    CU_ASSERT_STRING_EQUAL(policy->platform, "demo.example");
    CU_ASSERT_EQUAL(cs_policy_find_level(policy, "public"), 0);
    CU_ASSERT_EQUAL(cs_policy_find_level(policy, "top_secret"), policy->level_count - 1);
    CU_ASSERT_TRUE(policy->levels[policy->level_count - 1].view_only);
    CU_ASSERT_FALSE(policy->levels[0].view_only);
    CU_ASSERT_TRUE(cs_policy_find_rank(policy, "executive") >= 0);
    CU_ASSERT_TRUE(policy->passwords.min_length >= 8);
    CU_ASSERT_TRUE(policy->passwords.argon2.memory_kib >= 8192);
    CU_ASSERT_STRING_EQUAL(cs_policy_find_type(policy, "note")->reader, "json");
    CU_ASSERT_STRING_EQUAL(cs_policy_find_type(policy, "file")->reader, "opaque");
    CU_ASSERT_PTR_NULL(cs_policy_find_type(policy, "file")->media_type);
}

static void
unknown_codes_are_found_nowhere(void)
{
    const cs_policy_t *policy = test_policy_of(test_documents());

    CU_ASSERT_EQUAL(cs_policy_find_level(policy, "TOP_SECRET"), -1);
    CU_ASSERT_EQUAL(cs_policy_find_level(policy, NULL), -1);
    CU_ASSERT_EQUAL(cs_policy_find_rank(policy, ""), -1);
    CU_ASSERT_EQUAL(cs_policy_find_rank(policy, NULL), -1);
    CU_ASSERT_PTR_NULL(cs_policy_find_type(policy, "exe"));
    CU_ASSERT_PTR_NULL(cs_policy_find_type(policy, NULL));
    CU_ASSERT_EQUAL(cs_policy_operation_from_name("View"), CS_OPERATION_COUNT);
    CU_ASSERT_EQUAL(cs_policy_operation_from_name(NULL), CS_OPERATION_COUNT);
}

static void
every_operation_has_its_name(void)
{
    const char *names[] = {"list", "view", "download", "print", "forward", "edit", "destroy"};

    CU_ASSERT_EQUAL_FATAL(COUNT_OF(names), CS_OPERATION_COUNT);
    for (cs_policy_operation_e operation = 0; operation < CS_OPERATION_COUNT; operation++) {
        CU_ASSERT_EQUAL(cs_policy_operation_from_name(names[operation]), operation);
    }
}

/* The document at `path` ("/levels/grant") merged with the members of `change`; null takes a member away. */
static void
test_change(json_t *documents, const char *path, const char *change)
{
    json_t *at = documents, *members = test_parse(change), *value;
    char *step = strtok(cs_pool_text(POOL, path, strlen(path)), "/");
    const char *name;

    for (; step != NULL; step = strtok(NULL, "/")) {
        at = json_is_array(at) ? json_array_get(at, (size_t)(*step - '0')) : json_object_get(at, step);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    json_object_foreach(members, name, value) {
        CU_ASSERT_EQUAL(json_is_null(value) ? json_object_del(at, name) : json_object_set(at, name, value), 0);
    }
}

typedef struct {
    cs_status_t status;
    const char *pointer; /* begins so */
    const char *path;
    const char *change;
} test_change_t;

static void
test_changes_are_refused(const test_change_t *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        json_t *documents = test_documents();
        cs_error_t error = {.pointer = ""};

        IS(CS_OK, cs_policy_check(documents, NULL));
        test_change(documents, rows[i].path, rows[i].change);
        IS(rows[i].status, cs_policy_check(documents, &error));
        if (strncmp(error.pointer, rows[i].pointer, strlen(rows[i].pointer)) != 0) {
            CU_FAIL(rows[i].pointer);
        }
    }
}

static void
unknown_missing_and_misshapen_members_are_refused_by_name(void)
{
    static const test_change_t rows[] = {
        {CS_MISSING_MEMBER, "/log", "", "{'log': null}"},
        {CS_UNKNOWN_MEMBER, "/extra", "", "{'extra': {}}"},
        {CS_WRONG_TYPE, "/levels", "", "{'levels': []}"},
        {CS_WRONG_TYPE, "/log/name", "/log", "{'name': 'levels'}"},
        {CS_MISSING_MEMBER, "/levels/version", "/levels", "{'version': null}"},
        {CS_WRONG_TYPE, "/levels/review_by", "/levels", "{'review_by': 'next year'}"},
        {CS_WRONG_TYPE, "/levels/review_by", "/levels", "{'review_by': '2027-02-30'}"},
        {CS_INVALID_VALUE, "/levels/history", "/levels", "{'version': 2}"},
        {CS_INVALID_VALUE, "/levels/history", "/levels", "{'history': []}"},
        {CS_UNKNOWN_MEMBER, "/sessions/idle", "/sessions", "{'idle': 1}"},
        {CS_WRONG_TYPE, "/sessions/on_limit", "/sessions", "{'on_limit': 'allow'}"},
        {CS_WRONG_TYPE, "/passwords/min_length", "/passwords", "{'min_length': '10'}"},
        {CS_WRONG_TYPE, "/passwords/min_length", "/passwords", "{'min_length': -1}"},
        {CS_UNKNOWN_MEMBER, "/reviews/kinds/record.publish/least", "/reviews/kinds/record.publish", "{'least': 1}"},
        {CS_WRONG_TYPE, "/reviews/kinds/record.publish/stages/0/needs/0/scope",
         "/reviews/kinds/record.publish/stages/0/needs/0", "{'scope': 'world'}"},
        {CS_WRONG_TYPE, "/reviews/kinds/record.publish/stages/0/from", "/reviews/kinds/record.publish/stages/0",
         "{'from': 'low'}"},
        {CS_MISSING_MEMBER, "/reviews/kinds/record.publish/stages/0/blind", "/reviews/kinds/record.publish/stages/0",
         "{'blind': null}"},
        {CS_WRONG_TYPE, "/types/types/note/reader", "/types/types/note", "{'reader': 'exe'}"},
        {CS_WRONG_TYPE, "/types/purposes/0", "/types", "{'purposes': ['\u4fe1']}"},
        {CS_WRONG_TYPE, "/types/categories/0", "/types", "{'categories': ['A b']}"},
        {CS_WRONG_TYPE, "/permissions/permissions/record.read/tier", "/permissions/permissions/record.read",
         "{'tier': 'root'}"},
    };

    test_changes_are_refused(rows, COUNT_OF(rows));
}

static void
documents_that_disagree_are_refused(void)
{
    static const test_change_t rows[] = {
        {CS_MISSING_MEMBER, "/levels/matrix/secret", "/levels/matrix", "{'secret': null}"},
        {CS_UNKNOWN_MEMBER, "/levels/matrix", "/levels/matrix", "{'hidden': {}}"},
        {CS_MISSING_MEMBER, "/levels/matrix/public/staff", "/levels/matrix/public", "{'staff': null}"},
        {CS_UNKNOWN_MEMBER, "/levels/matrix/public", "/levels/matrix/public", "{'intern': []}"},
        {CS_INVALID_VALUE, "/levels/matrix/public", "/levels/matrix/public", "{'staff': ['read']}"},
        {CS_INVALID_VALUE, "/levels/matrix/public", "/levels/matrix/public", "{'staff': ['view', 'view']}"},
        {CS_WRONG_TYPE, "/levels/matrix/public", "/levels/matrix/public", "{'staff': 'view'}"},
        {CS_INVALID_VALUE, "/levels/grant/own", "/levels/grant", "{'own': ['hidden']}"},
        {CS_INVALID_VALUE, "/levels/levels", "/levels", "{'levels': ['public', 'public', 'secret', 'top_secret']}"},
        {CS_MISSING_MEMBER, "/levels/obligations/public", "/levels/obligations", "{'public': null}"},
        {CS_INVALID_VALUE, "/permissions/roles/author", "/permissions/roles", "{'author': ['record.steal']}"},
        {CS_INVALID_VALUE, "/permissions/exclusive", "/permissions", "{'exclusive': [['record.read', 'nothing']]}"},
        {CS_WRONG_TYPE, "/permissions/exclusive", "/permissions", "{'exclusive': [['record.read']]}"},
        {CS_WRONG_TYPE, "/permissions/exclusive", "/permissions", "{'exclusive': {}}"},
        {CS_INVALID_VALUE, "/permissions/roles/author", "/permissions/roles",
         "{'author': ['account.create', 'account.review']}"},
        {CS_INVALID_VALUE, "/permissions/retired", "/permissions", "{'retired': ['record.steal']}"},
        {CS_INVALID_VALUE, "/permissions/roles/retired", "/permissions/roles", "{'retired': ['record.read']}"},
        {CS_INVALID_VALUE, "/reviews/kinds", "/reviews/kinds/record.publish", "{'raised_by': 'nothing'}"},
        {CS_INVALID_VALUE, "/reviews/kinds", "/reviews/kinds/record.publish/stages/0/needs/0",
         "{'permission': 'nothing'}"},
        {CS_INVALID_VALUE, "/reviews/kinds", "/reviews/kinds/record.publish", "{'remind': [0.5, 1]}"},
        {CS_INVALID_VALUE, "/reviews/kinds", "/reviews/kinds/record.publish", "{'remind': [0]}"},
        {CS_INVALID_VALUE, "/reviews/kinds", "/reviews/kinds/record.publish", "{'remind': 0.5}"},
        {CS_INVALID_VALUE, "/reviews/kinds", "/reviews/kinds/account.activate/stages/0",
         "{'needs': [{'permission': 'account.review', 'scope': 'members', 'approvals': 2},"
         " {'permission': 'account.review', 'scope': 'institution', 'approvals': 2}]}"},
    };

    test_changes_are_refused(rows, COUNT_OF(rows));
}

static void
what_clashes_is_named__GS_3_1_1(void)
{
    static const test_change_t rows[] = {
        {CS_INVALID_VALUE, "the role holds account.create and account.review, which exclude each other",
         "/permissions/roles", "{'author': ['account.review', 'account.create']}"},
        {CS_INVALID_VALUE, "there is no permission record.steal", "/permissions/roles", "{'author': ['record.steal']}"},
        {CS_INVALID_VALUE, "there is no permission record.steal", "/permissions", "{'retired': ['record.steal']}"},
        {CS_INVALID_VALUE, "record.read stands twice", "/permissions/roles",
         "{'author': ['record.read', 'record.read']}"},
        {CS_INVALID_VALUE, "there is no operation read", "/levels/matrix/public", "{'staff': ['read']}"},
        {CS_INVALID_VALUE, "hidden is not known here", "/levels/grant", "{'own': ['hidden']}"},
        {CS_INVALID_VALUE, "what is no text is not known here", "/permissions/roles", "{'author': [1]}"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        json_t *documents = test_documents();
        cs_error_t error = {.pointer = ""};

        test_change(documents, rows[i].path, rows[i].change);
        IS(rows[i].status, cs_policy_check(documents, &error));
        CU_ASSERT_STRING_EQUAL(rows[i].pointer, error.text);
    }
}

static void
what_nobody_could_hold_or_reach_is_refused__GS_3_1_1(void)
{
    static const test_change_t rows[] = {
        {CS_INVALID_VALUE, "/permissions/permissions/record.keep", "/permissions/permissions",
         "{'record.keep': {'tier': 'basic'}}"},
        {CS_INVALID_VALUE, "/permissions/permissions/record.publish.compliance", "/permissions/roles",
         "{'reviewer.compliance': null}"},
    };

    test_changes_are_refused(rows, COUNT_OF(rows));
}

/* After a change on purpose: countersign policy check --lines NAME > tests/unit/snapshots/NAME.txt */
static void
shipped_policies_are_as_their_snapshots__GS_1_4(void)
{
    json_t *documents = test_documents();
    char path[64], kept[1 << 16];

    for (const char *const *name = cs_policy_names; *name != NULL; name++) {
        cs_buffer_t printed = test_buffer(sizeof(kept));
        FILE *file;
        size_t size;

        snprintf(path, sizeof(path), "tests/unit/snapshots/%s.txt", *name);
        file = fopen(path, "r");
        CU_ASSERT_PTR_NOT_NULL_FATAL(file);
        size = fread(kept, 1, sizeof(kept), file);
        fclose(file);
        IS(CS_OK, cs_policy_print(json_object_get(documents, *name), &printed));
        if (!cs_bytes_equal(cs_buffer_bytes(&printed), cs_bytes(kept, size))) {
            CU_FAIL(path);
            printf("\n    %s is not the policy that ships\n", path);
        }
    }
}

static void
lines_of_a_policy_are_full_where_the_buffer_is(void)
{
    cs_buffer_t small = test_buffer(64);

    IS(CS_FULL, cs_policy_print(json_object_get(test_documents(), "levels"), &small));
}

CU_TestInfo suite_policy[] = {
    CLAIM(shipped_policies_are_as_their_snapshots__GS_1_4),
    CLAIM(lines_of_a_policy_are_full_where_the_buffer_is),
    CLAIM(shipped_policies_load_as_written),
    CLAIM(unknown_codes_are_found_nowhere),
    CLAIM(every_operation_has_its_name),
    CLAIM(unknown_missing_and_misshapen_members_are_refused_by_name),
    CLAIM(documents_that_disagree_are_refused),
    CLAIM(what_clashes_is_named__GS_3_1_1),
    CLAIM(what_nobody_could_hold_or_reach_is_refused__GS_3_1_1),
    CU_TEST_INFO_NULL,
};

/* Sets what `at` (RFC 6901) points to, or takes it away where there is no value. */
static void
test_set(json_t *at, const char *pointer, json_t *value)
{
    char *step = strtok(cs_pool_text(POOL, pointer, strlen(pointer)), "/"), *next = strtok(NULL, "/");

    for (; next != NULL; step = next, next = strtok(NULL, "/")) {
        at = json_is_array(at) ? json_array_get(at, (size_t)(*step - '0')) : json_object_get(at, step);
    }
    if (json_is_array(at)) {
        size_t index = (size_t)(*step - '0');

        CU_ASSERT_EQUAL_FATAL(value == NULL                  ? json_array_remove(at, index)
                              : index == json_array_size(at) ? json_array_append(at, value)
                                                             : json_array_set(at, index, value),
                              0);
    } else {
        CU_ASSERT_EQUAL_FATAL(value == NULL ? json_object_del(at, step) : json_object_set(at, step, value), 0);
    }
}

/* One step below each floor of the standard; tests/database/30-floors.sql reads the same rows. */
static void
what_is_below_a_floor_is_refused_where_it_stands(void)
{
    json_t *rows = json_load_file("tests/policy/floors.json", JSON_REJECT_DUPLICATES, NULL), *row;
    char said[256];
    size_t i;

    CU_ASSERT_TRUE_FATAL(json_array_size(rows) > 90);
    IS(CS_OK, cs_policy_check(test_documents(), NULL));
    json_array_foreach(rows, i, row) {
        json_t *documents = test_documents();
        cs_error_t error = {.pointer = ""};

        test_set(documents, cs_json_get_text(row, "at"), json_object_get(row, "value"));
        snprintf(said, sizeof(said), "%s %s", cs_status_name(cs_policy_check(documents, &error)), error.pointer);
        if (strcmp(said, cs_json_get_text(row, "check")) != 0) {
            CU_FAIL("see below");
            printf("\n    %s: %s\n", cs_json_get_text(row, "claim"), said);
        }
    }
    json_decref(rows);
}

/* The order of words, and which there are, the database does not know. */
static void
weights_that_hide_a_risk_are_refused__GS_3_2(void)
{
    static const test_change_t rows[] = {
        {CS_MISSING_MEMBER, "/risk/factors/level", "/risk/factors", "{'level': null}"},
        {CS_UNKNOWN_MEMBER, "/risk/factors/mood", "/risk/factors", "{'mood': {}}"},
        {CS_MISSING_MEMBER, "/risk/factors/odd_hour/reason", "/risk/factors/odd_hour", "{'reason': null}"},
        {CS_INVALID_VALUE, "/risk/factors/level", "/risk/factors/level/points", "{'top_secret': 29}"},
        {CS_INVALID_VALUE, "/risk/factors/level", "/risk/factors/level/points", "{'secret': null}"},
        {CS_INVALID_VALUE, "/risk/factors/level", "/risk/factors/level/points", "{'cosmic': 70}"},
        {CS_INVALID_VALUE, "/risk/factors/personal_data", "/risk/factors/personal_data/points", "{'C2': 4}"},
        {CS_INVALID_VALUE, "/risk/factors/purpose", "/risk/factors/purpose/points", "{'risk': null}"},
        {CS_INVALID_VALUE, "/risk/factors/purpose", "/risk/factors/purpose/points", "{'gossip': 1}"},
        {CS_INVALID_VALUE, "/risk/factors/volume", "/risk/factors/volume/steps/1", "{'from': 20}"},
        {CS_INVALID_VALUE, "/risk/factors/volume", "/risk/factors/volume/steps/1", "{'points': 4}"},
        {CS_INVALID_VALUE, "/risk/factors/odd_hour", "/risk/factors/odd_hour", "{'points': 101}"},
    };

    test_changes_are_refused(rows, COUNT_OF(rows));
}

CU_TestInfo suite_floor[] = {
    CLAIM(what_is_below_a_floor_is_refused_where_it_stands),
    CLAIM(weights_that_hide_a_risk_are_refused__GS_3_2),
    CU_TEST_INFO_NULL,
};
