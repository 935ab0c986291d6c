/* SPDX-License-Identifier: Apache-2.0 */
/* What the database states about a request, read into what is decided upon. */
#include "access/access.h"
#include "unit.h"

#define FACTS                                                                                                          \
    "{'subject': {'account': 'x', 'institution': 'B', 'rank': 'manager', 'active': true, 'permitted': true},"          \
    " 'object': {'record': 'r', 'institution': 'A', 'level': 'confidential', 'state': 'published'},"                   \
    " 'audience': true, 'basis': 'none', 'policy': 7,"                                                                 \
    " 'grants': [{'grant': 'g', 'max_level': 'secret', 'operations': ['view', 'teleport'], 'purpose': 'risk',"         \
    "             'until': '2026-11-21T22:20:21.000000Z'}]}"

static cs_status_t
test_read(json_t *facts, cs_access_facts_t *out)
{
    return cs_access_facts_read(POOL, facts, "risk", 5, test_policy_of(test_documents()), out);
}

static void
facts_are_read_as_stated(void)
{
    const cs_policy_t *policy = test_policy_of(test_documents());
    cs_access_facts_t facts;

    IS(CS_OK, test_read(test_parse(FACTS), &facts));
    CU_ASSERT_TRUE(facts.subject.is_active && facts.subject.may_read);
    CU_ASSERT_EQUAL(facts.subject.rank, cs_policy_find_rank(policy, "manager"));
    CU_ASSERT_EQUAL(facts.object.level, cs_policy_find_level(policy, "confidential"));
    CU_ASSERT_TRUE(facts.object.published && facts.object.in_audience);
    CU_ASSERT_EQUAL(facts.object.basis, CS_ACCESS_BASIS_NONE);
    CU_ASSERT_EQUAL(facts.environment.grant_count, 1);
    CU_ASSERT_EQUAL(facts.environment.grants[0].operations, CS_OPERATION_BIT(CS_OPERATION_VIEW));
    CU_ASSERT_EQUAL(facts.environment.grants[0].max_level, cs_policy_find_level(policy, "secret"));
    CU_ASSERT_EQUAL(facts.environment.grants[0].until_us, INT64_C(1795299621000000));
    CU_ASSERT_STRING_EQUAL(facts.environment.purpose, "risk");
}

static void
facts_under_another_policy_are_not_used(void)
{
    json_t *facts = test_parse(FACTS);
    cs_access_facts_t out;

    json_object_set_new(facts, "policy", json_integer(8));
    IS(CS_POLICY_MOVED, test_read(facts, &out));
    json_object_del(facts, "policy");
    IS(CS_POLICY_MOVED, test_read(facts, &out));
}

static void
facts_that_are_not_as_promised_are_our_fault(void)
{
    const char *members[] = {"subject", "object", "grants"};
    cs_access_facts_t out;

    for (size_t i = 0; i < COUNT_OF(members); i++) {
        json_t *facts = test_parse(FACTS);

        json_object_del(facts, members[i]);
        IS(CS_INTERNAL, test_read(facts, &out));
    }
}

static void
grant_without_id_or_end_is_our_fault(void)
{
    const char *members[] = {"grant", "until"};
    cs_access_facts_t out;

    for (size_t i = 0; i < COUNT_OF(members); i++) {
        json_t *facts = test_parse(FACTS);

        json_object_del(json_array_get(json_object_get(facts, "grants"), 0), members[i]);
        IS(CS_INTERNAL, test_read(facts, &out));
    }
}

static void
words_unknown_allow_nothing(void)
{
    json_t *facts = test_parse(FACTS);
    cs_access_facts_t out;

    json_object_set_new(json_object_get(facts, "subject"), "rank", json_string("emperor"));
    json_object_set_new(json_object_get(facts, "subject"), "active", json_string("true"));
    json_object_del(json_object_get(facts, "subject"), "permitted");
    json_object_set_new(json_object_get(facts, "object"), "level", json_string("cosmic"));
    json_object_set_new(json_object_get(facts, "object"), "state", json_string("PUBLISHED"));
    json_object_set_new(facts, "basis", json_string("owner"));
    json_object_set_new(facts, "audience", json_string("true"));
    IS(CS_OK, test_read(facts, &out));
    CU_ASSERT_EQUAL(out.subject.rank, -1);
    CU_ASSERT_FALSE(out.subject.is_active || out.subject.may_read);
    CU_ASSERT_EQUAL(out.object.level, -1);
    CU_ASSERT_FALSE(out.object.published || out.object.in_audience);
    CU_ASSERT_EQUAL(out.object.basis, CS_ACCESS_BASIS_NONE);
}

static void
grounds_are_read_by_their_words(void)
{
    json_t *facts = test_parse(FACTS);
    cs_access_facts_t out;

    json_object_set_new(facts, "basis", json_string("author"));
    IS(CS_OK, test_read(facts, &out));
    CU_ASSERT_EQUAL(out.object.basis, CS_ACCESS_BASIS_AUTHOR);
    json_object_set_new(facts, "basis", json_string("reviewer"));
    IS(CS_OK, test_read(facts, &out));
    CU_ASSERT_EQUAL(out.object.basis, CS_ACCESS_BASIS_REVIEWER);
}

static void
more_grants_than_anybody_has_are_our_fault(void)
{
    json_t *facts = test_parse(FACTS), *grants = json_object_get(facts, "grants");
    cs_access_facts_t out;

    while (json_array_size(grants) < 1000) {
        json_array_append(grants, json_array_get(grants, 0));
    }
    IS(CS_OK, test_read(facts, &out));
    CU_ASSERT_EQUAL(out.environment.grant_count, 1000);
    json_array_append(grants, json_array_get(grants, 0));
    IS(CS_INTERNAL, test_read(facts, &out));
}

CU_TestInfo suite_facts[] = {
    CLAIM(grounds_are_read_by_their_words),
    CLAIM(more_grants_than_anybody_has_are_our_fault),
    CLAIM(facts_are_read_as_stated),
    CLAIM(facts_under_another_policy_are_not_used),
    CLAIM(facts_that_are_not_as_promised_are_our_fault),
    CLAIM(grant_without_id_or_end_is_our_fault),
    CLAIM(words_unknown_allow_nothing),
    CU_TEST_INFO_NULL,
};
