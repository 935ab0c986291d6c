/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "unit.h"

/* The documents that ship, with the members of `change` at `path` of one of them; null takes a member away. */
static json_t *
test_changed(const char *document, const char *path, const char *change)
{
    json_t *documents = test_documents(), *at = json_object_get(documents, document);
    json_t *members = test_parse(change), *value;
    char *step = strtok(cs_pool_text(POOL, path, strlen(path)), "/");
    const char *name;

    for (; step != NULL; step = strtok(NULL, "/")) {
        at = json_object_get(at, step);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    json_object_foreach(members, name, value) {
        CU_ASSERT_EQUAL(json_is_null(value) ? json_object_del(at, name) : json_object_set(at, name, value), 0);
    }
    return documents;
}

static json_t *
test_diff(const json_t *old, const json_t *new)
{
    json_t *changes = NULL;

    IS(CS_OK, cs_policy_diff(POOL, old, new, &changes));
    CU_ASSERT_PTR_NOT_NULL_FATAL(changes);
    return changes;
}

/* What the first change is and means. */
static void
test_first_change(const char *document, const char *path, const char *change, const char *where, const char *means)
{
    const json_t *first = json_array_get(test_diff(test_documents(), test_changed(document, path, change)), 0);
    const char *said = cs_json_get_text(first, "means");

    CU_ASSERT_STRING_EQUAL(cs_json_get_text(first, "document"), document);
    CU_ASSERT_STRING_EQUAL(cs_json_get_text(first, "path"), where);
    CU_ASSERT_STRING_EQUAL(said, means);
}

static void
nothing_differs_from_itself(void)
{
    CU_ASSERT_EQUAL(json_array_size(test_diff(test_documents(), test_documents())), 0);
}

static void
documents_that_are_left_out_stay(void)
{
    json_t *part = test_changed("log", "", "{'retention_months': 72}");

    CU_ASSERT_EQUAL(json_object_del(part, "passwords"), 0);
    CU_ASSERT_EQUAL(json_object_del(part, "levels"), 0);
    CU_ASSERT_EQUAL(json_array_size(test_diff(test_documents(), part)), 2); /* the member, and why */
}

static void
numbers_are_said_with_unit_and_direction(void)
{
    test_first_change("passwords", "", "{'max_failures': 2}", "/max_failures",
                      "wrong passwords in a row that lock an account: 2 instead of 3 (stricter)");
    test_first_change("passwords", "", "{'min_length': 8}", "/min_length",
                      "characters that a new password needs: 8 instead of 10 (looser)");
    test_first_change("log", "", "{'retention_months': 72}", "/retention_months",
                      "time for which the log is kept: 72 months instead of 60 months (stricter)");
    test_first_change("reviews", "kinds/record.publish/due_seconds", "{'normal': 5400}",
                      "/kinds/record.publish/due_seconds/normal",
                      "time to decide record.publish: 90 min instead of 24 h (stricter)");
    test_first_change("terms", "", "{'required': false}", "/required",
                      "the terms must be accepted before anything else: no instead of yes (looser)");
}

static void
words_that_are_more_or_less_are_said_with_direction(void)
{
    test_first_change("reviews", "kinds/record.publish", "{'step_up': 'never'}", "/kinds/record.publish/step_up",
                      "a second proof for a decision on record.publish: never instead of confidential (looser)");
    test_first_change("reviews", "kinds/record.publish", "{'step_up': 'always'}", "/kinds/record.publish/step_up",
                      "a second proof for a decision on record.publish: always instead of confidential (stricter)");
    test_first_change("reviews", "kinds/record.publish", "{'step_up': 'secret'}", "/kinds/record.publish/step_up",
                      "a second proof for a decision on record.publish: secret instead of confidential (looser)");
    test_first_change(
        "reviews", "kinds/account.activate", "{'least_class': 'certificate'}", "/kinds/account.activate/least_class",
        "the least class of device to decide account.activate from: certificate instead of hardware (stricter)");
}

static void
lists_are_said_by_what_comes_and_goes(void)
{
    test_first_change("levels", "matrix/secret", "{'staff': ['view']}", "/matrix/secret/staff",
                      "what staff may do at level secret: adds view; takes away list");
    test_first_change("levels", "matrix/secret", "{'staff': ['list', 'view']}", "/matrix/secret/staff",
                      "what staff may do at level secret: adds view (looser)");
    test_first_change("levels", "grant", "{'own': ['top_secret', 'secret']}", "/grant/own",
                      "levels at which content of one's own institution needs a permission: "
                      "another order: top_secret, secret");
}

static void
what_comes_or_goes_whole_is_said_so(void)
{
    test_first_change("permissions", "permissions", "{'record.steal': {'tier': 'basic'}}", "/permissions/record.steal",
                      "the permission record.steal: new: {\"tier\":\"basic\"}");
    test_first_change("permissions", "roles", "{'author': null}", "/roles/author",
                      "what the role author permits: goes away, was: record.read, permission.request, record.create, "
                      "record.publish");
}

static void
a_member_without_words_is_called_by_its_path(void)
{
    test_first_change("anomalies", "", "{'a~b/c': 3}", "/a~0b~1c", "a~0b~1c: new: 3");
}

/* Each change is one of the list, and old and new are there as they stand. */
static void
old_and_new_stand_beside_the_words(void)
{
    json_t *documents = test_changed("passwords", "", "{'max_failures': 2, 'version': 2}");
    const json_t *changes = test_diff(test_documents(), documents);

    CU_ASSERT_EQUAL_FATAL(json_array_size(changes), 3);
    CU_ASSERT_TRUE(
        json_equal(json_array_get(changes, 1),
                   test_parse("{'document': 'passwords', 'path': '/max_failures', 'old': 3, 'new': 2, 'means': "
                              "'wrong passwords in a row that lock an account: 2 instead of 3 (stricter)'}")) ||
        json_equal(json_array_get(changes, 0),
                   test_parse("{'document': 'passwords', 'path': '/max_failures', 'old': 3, 'new': 2, 'means': "
                              "'wrong passwords in a row that lock an account: 2 instead of 3 (stricter)'}")));
    CU_ASSERT_STRING_EQUAL(cs_json_get_text(json_array_get(changes, 2), "path"), "/history");
}

static void
texts_too_long_for_a_sentence_are_not_cut(void)
{
    char change[8192];

    memset(change, 'x', sizeof(change));
    memcpy(change, "{'text': '", 10);
    memcpy(change + sizeof(change) - 3, "'}", 3);
    test_first_change("terms", "", change, "/text", "too long to be said in a sentence: see old and new");
}

CU_TestInfo suite_diff[] = {
    CLAIM(nothing_differs_from_itself),
    CLAIM(documents_that_are_left_out_stay),
    CLAIM(numbers_are_said_with_unit_and_direction),
    CLAIM(words_that_are_more_or_less_are_said_with_direction),
    CLAIM(lists_are_said_by_what_comes_and_goes),
    CLAIM(what_comes_or_goes_whole_is_said_so),
    CLAIM(a_member_without_words_is_called_by_its_path),
    CLAIM(old_and_new_stand_beside_the_words),
    CLAIM(texts_too_long_for_a_sentence_are_not_cut),
    CU_TEST_INFO_NULL,
};

/* --- what a new version owes to the one in force */

static void
test_successor(cs_status_t status, const char *pointer, const char *change)
{
    cs_error_t error = {.pointer = ""};

    IS(status, cs_policy_check_proposal(test_documents(), test_changed("log", "", change), "2026-11-22", &error));
    CU_ASSERT_STRING_EQUAL(error.pointer, pointer);
}

#define TEST_SHIPPED "{'version': 1, 'date': '2026-11-21', 'change': 'As shipped.'}"

static void
a_change_has_a_greater_version_and_a_reason__GS_1_4(void)
{
    test_successor(CS_OK, "",
                   "{'version': 2, 'history': [" TEST_SHIPPED
                   ", {'version': 2, 'date': '2026-11-22', 'change': 'Longer.'}]}");
    test_successor(CS_INVALID_VALUE, "", "{}");
    test_successor(CS_INVALID_VALUE, "/log/version", "{'retention_months': 61}");
    test_successor(CS_INVALID_VALUE, "/log/history", "{'version': 2}");
    test_successor(CS_INVALID_VALUE, "/log/history",
                   "{'version': 2, 'history': [{'version': 2, 'date': '2026-11-22', 'change': 'Rewritten.'}]}");
    test_successor(
        CS_INVALID_VALUE, "/log/history",
        "{'version': 2, 'history': [{'version': 2, 'date': '2026-11-22', 'change': 'In front.'}, " TEST_SHIPPED "]}");
}

#define TEST_SECOND                                                                                                    \
    "'version': 2, 'history': [" TEST_SHIPPED ", {'version': 2, 'date': '2026-11-22', 'change': 'Longer.'}]"

static void
what_is_proposed_holds_with_all_that_stays__GS_1_4(void)
{
    json_t *proposed = test_changed("log", "", "{" TEST_SECOND "}");

    IS(CS_OK, cs_policy_check_proposal(test_documents(), proposed, "2026-11-22", NULL));
    CU_ASSERT_EQUAL(json_object_size(proposed), 1); /* what stays is not asked for */
    CU_ASSERT_PTR_NOT_NULL(json_object_get(proposed, "log"));
    test_successor(CS_INVALID_VALUE, "/log/retention_months", "{'retention_months': 59, " TEST_SECOND "}");
    test_successor(CS_UNKNOWN_MEMBER, "/log/gossip", "{'gossip': 1, " TEST_SECOND "}");
    test_successor(CS_INVALID_VALUE, "/log/review_by", "{'review_by': '2026-11-22', " TEST_SECOND "}");
}

static void
the_day_to_look_again_lies_ahead__GS_1_4(void)
{
    cs_error_t error = {.pointer = ""};

    IS(CS_OK, cs_policy_check_dates(test_documents(), "2026-11-22", &error));
    IS(CS_INVALID_VALUE, cs_policy_check_dates(test_documents(), "2027-11-20", &error));
    IS(CS_INVALID_VALUE,
       cs_policy_check_dates(test_changed("log", "", "{'review_by': '2026-11-22'}"), "2026-11-22", &error));
    CU_ASSERT_STRING_EQUAL(error.pointer, "/log/review_by");
    IS(CS_OK,
       cs_policy_check(test_changed("log", "", "{'review_by': '2020-01-01'}"), NULL)); /* in force, it still loads */
}

CU_TestInfo suite_successor[] = {
    CLAIM(a_change_has_a_greater_version_and_a_reason__GS_1_4),
    CLAIM(what_is_proposed_holds_with_all_that_stays__GS_1_4),
    CLAIM(the_day_to_look_again_lies_ahead__GS_1_4),
    CU_TEST_INFO_NULL,
};
