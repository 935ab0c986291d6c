/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody is told of a decision: the same that is decided, and how to go on. */
#include <stdlib.h>
#include <string.h>

#include "access/access.h"
#include "unit.h"

#define RECORD "00000000-0000-7000-8000-000000000001"

/* A colleague of BANKB before a confidential record of BANKA, with a permission to view it for `risk`. */
static json_t *
test_facts(void)
{
    return test_parse("{'subject': {'institution': 'B', 'rank': 'manager', 'active': true, 'permitted': true},"
                      " 'object': {'record': '" RECORD "', 'institution': 'A', 'level': 'confidential',"
                      "            'state': 'published'},"
                      " 'audience': true, 'basis': 'none', 'policy': 7,"
                      " 'grants': [{'grant': 'g', 'max_level': 'secret', 'operations': ['view'], 'purpose': 'risk',"
                      "             'until': '2026-11-21T22:20:21.000000Z'},"
                      "            {'grant': 'h', 'max_level': 'secret', 'operations': ['view'], 'purpose': 'fraud',"
                      "             'until': '2026-11-21T22:20:21.000000Z'}]}");
}

static json_t *
test_explain(const json_t *facts, cs_policy_operation_e operation, const char *purpose)
{
    json_t *explanation;
    cs_status_t reason;

    IS(CS_OK,
       cs_access_explain(POOL, facts, operation, purpose, 5, test_policy_of(test_documents()), &reason, &explanation));
    CU_ASSERT_EQUAL(reason == CS_OK, strcmp(cs_json_get_text(explanation, "effect"), "allow") == 0);
    CU_ASSERT_EQUAL(reason == CS_OK, json_is_null(json_object_get(explanation, "missing")));
    CU_ASSERT_EQUAL(cs_json_get_integer(explanation, "policy_version", -1), 7);
    return explanation;
}

static void
test_is(const json_t *explanation, const char *member, const char *expected)
{
    char *found = json_dumps(json_object_get(explanation, member), JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
    char *stated = json_dumps(test_parse(expected), JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);

    CU_ASSERT_STRING_EQUAL(found, stated);
    free(found);
    free(stated);
}

/* `text`, a JSON text, at `member` of subject or object. */
static json_t *
test_set(json_t *facts, const char *of, const char *member, const char *text)
{
    json_t *value = test_parse(text);

    CU_ASSERT_EQUAL(json_object_set(of == NULL ? facts : json_object_get(facts, of), member, json_array_get(value, 0)),
                    0);
    return facts;
}

static void
what_is_allowed_names_grant_rules_and_purposes(void)
{
    json_t *explanation = test_explain(test_facts(), CS_OPERATION_VIEW, "fraud");

    test_is(explanation, "grant", "'h'");
    test_is(explanation, "purposes", "['risk', 'fraud']");
    test_is(explanation, "obligations", "[]");
    test_is(explanation, "rules",
            "[{'rule': 'known.audience', 'clause': 'GS-3.1.2'}, {'rule': 'matrix.allows', 'clause': 'GS-3.1.2'},"
            " {'rule': 'grant.covers', 'clause': 'GS-3.2'}]");
}

static void
who_names_no_purpose_learns_which_there_are(void)
{
    json_t *explanation = test_explain(test_facts(), CS_OPERATION_VIEW, NULL);

    test_is(explanation, "effect", "'allow'");
    test_is(explanation, "grant", "'g'");
    test_is(explanation, "purposes", "['risk', 'fraud']");
}

static void
a_purpose_of_several_grants_is_told_once(void)
{
    json_t *facts = test_facts(), *grants = json_object_get(facts, "grants");

    json_array_append(grants, json_array_get(grants, 0));
    test_is(test_explain(facts, CS_OPERATION_VIEW, NULL), "purposes", "['risk', 'fraud']");
}

static void
what_is_missing_tells_how_to_go_on__JR_8(void)
{
    const struct {
        json_t *facts;
        cs_policy_operation_e operation;
        const char *missing;
    } rows[] = {
        {test_facts(), CS_OPERATION_VIEW, "{'kind': 'purpose', 'purposes': ['risk', 'fraud']}"},
        {test_facts(), CS_OPERATION_DOWNLOAD,
         "{'kind': 'grant', 'request': {'kind': 'data', 'scope': {'record': '" RECORD "'}, 'max_level': 'confidential',"
         " 'operations': ['download']}}"},
        {test_facts(), CS_OPERATION_DESTROY, "{'kind': 'rank', 'ranks': ['executive']}"},
        {test_set(test_facts(), "object", "level", "['top_secret']"), CS_OPERATION_DOWNLOAD, "{'kind': 'level'}"},
        {test_set(test_facts(), "object", "level", "['cosmic']"), CS_OPERATION_VIEW, "{'kind': 'level'}"},
        {test_set(test_facts(), NULL, "audience", "[false]"), CS_OPERATION_VIEW, "{'kind': 'record'}"},
        {test_set(test_facts(), "object", "state", "['draft']"), CS_OPERATION_VIEW, "{'kind': 'record'}"},
        {test_set(test_set(test_facts(), "object", "state", "['in_review']"), NULL, "basis", "['reviewer']"),
         CS_OPERATION_DOWNLOAD, "{'kind': 'publication'}"},
        {test_set(test_set(test_facts(), NULL, "audience", "[false]"), NULL, "basis", "['reviewer']"),
         CS_OPERATION_DOWNLOAD, "{'kind': 'audience'}"},
        {test_set(test_facts(), "subject", "permitted", "[false]"), CS_OPERATION_VIEW,
         "{'kind': 'permission', 'permission': 'record.read'}"},
        {test_set(test_facts(), "subject", "active", "[false]"), CS_OPERATION_VIEW, "{'kind': 'account'}"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        json_t *explanation = test_explain(rows[i].facts, rows[i].operation, "operations");

        test_is(explanation, "effect", "'deny'");
        test_is(explanation, "obligations", "[]");
        test_is(explanation, "missing", rows[i].missing);
    }
}

/* Whatever there is behind it, nothing but the answer of a record that does not exist. */
static void
what_may_not_be_known_of_reads_like_nothing__JR_8(void)
{
    json_t *nothing = test_facts(), *hidden = test_set(test_facts(), NULL, "audience", "[false]");

    json_object_set(nothing, "audience", json_false());
    json_object_set(nothing, "grants", json_array_get(test_parse("[[]]"), 0));
    json_object_set(nothing, "object", test_parse("{'record': '" RECORD "', 'institution': 'x', 'state': 'unknown'}"));
    for (cs_policy_operation_e operation = 0; operation < CS_OPERATION_COUNT; operation++) {
        CU_ASSERT_TRUE(json_equal(test_explain(nothing, operation, NULL), test_explain(hidden, operation, NULL)));
        CU_ASSERT_TRUE(json_equal(test_explain(nothing, operation, "risk"), test_explain(hidden, operation, "risk")));
    }
}

/* It is the release's decision that is explained: purpose apart, both say the same of everything. */
static void
explanation_says_what_is_decided(void)
{
    const cs_policy_t *policy = test_policy_of(test_documents());

    for (int level = 0; level < policy->level_count; level++) {
        for (cs_policy_operation_e operation = 0; operation < CS_OPERATION_COUNT; operation++) {
            json_t *facts = test_facts(), *explanation;
            cs_access_facts_t known;
            cs_access_decision_t decision;

            json_object_set_new(json_object_get(facts, "object"), "level", json_string(policy->levels[level].code));
            IS(CS_OK, cs_access_facts_read(POOL, facts, "risk", 5, policy, &known));
            decision = cs_access_decide(&known.subject, operation, &known.object, &known.environment, policy);
            explanation = test_explain(facts, operation, "risk");
            CU_ASSERT_EQUAL(decision.reason == CS_OK, json_is_null(json_object_get(explanation, "missing")));
            CU_ASSERT_EQUAL(decision.rule_count, json_array_size(json_object_get(explanation, "rules")));
        }
    }
}

static void
facts_under_another_policy_are_not_explained(void)
{
    json_t *facts = test_set(test_facts(), NULL, "policy", "[8]"), *explanation;
    cs_status_t reason;

    IS(CS_POLICY_MOVED, cs_access_explain(POOL, facts, CS_OPERATION_VIEW, NULL, 5, test_policy_of(test_documents()),
                                          &reason, &explanation));
    CU_ASSERT_PTR_NULL(explanation);
}

CU_TestInfo suite_explain[] = {
    CLAIM(what_is_allowed_names_grant_rules_and_purposes),    CLAIM(who_names_no_purpose_learns_which_there_are),
    CLAIM(a_purpose_of_several_grants_is_told_once),          CLAIM(what_is_missing_tells_how_to_go_on__JR_8),
    CLAIM(what_may_not_be_known_of_reads_like_nothing__JR_8), CLAIM(explanation_says_what_is_decided),
    CLAIM(facts_under_another_policy_are_not_explained),      CU_TEST_INFO_NULL,
};
