/* SPDX-License-Identifier: Apache-2.0 */
/* What the sealer finds out about entries (GS-2.2.2): proved, or sealed as unverified and numbered all the same. */
#include "audit/batch.h"

#include "audit/entry.h"
#include "unit.h"

#define KEY CS_LITERAL("0123456789abcdef0123456789abcdef")
#define ID  "01936a7e-0000-7000-8000-00000000000"

/* As sealer.take_unsealed gives it: what a gateway made, filled in by the database. */
static json_t *
test_request(const char *id, const char *action)
{
    const cs_audit_entry_t fixed = {.id = id, .action = action, .node = "n1", .object = "o"};
    const cs_audit_personal_t personal = {.address = "127.0.0.1"};
    json_t *call, *entry = test_parse("{'core': {}, 'number': 'i', 'last_n': 4}");

    IS(CS_OK, cs_audit_call_make(POOL, KEY, &fixed, &personal, NULL, NULL, NULL, &call));
    json_object_update(json_object_get(entry, "core"), json_object_get(call, "entry"));
    json_object_set(entry, "mac", json_object_get(call, "mac"));
    json_object_set(entry, "personal", json_object_get(call, "personal"));
    json_object_set(entry, "personal_salt", json_object_get(call, "salt"));
    return entry;
}

static json_t *
test_consequence(const char *action, const char *cause, const char *cause_action)
{
    json_t *entry = test_parse("{'core': {}, 'mac': null, 'number': 'i', 'last_n': 4}");

    json_object_set_new(entry, "cause_action", cause_action == NULL ? json_null() : json_string(cause_action));
    json_object_set_new(json_object_get(entry, "core"), "id", json_string(ID "9"));
    json_object_set_new(json_object_get(entry, "core"), "action", json_string(action));
    json_object_set_new(json_object_get(entry, "core"), "cause", json_string(cause));
    return entry;
}

static json_t *
test_list(json_t *first, json_t *second)
{
    json_t *list = test_parse("[]");

    json_array_append(list, first);
    if (second != NULL) {
        json_array_append(list, second);
    }
    return list;
}

/* Seals them into a tree of `size` leaves; the origin of the entry asked for. */
static const char *
test_origin_of(json_t *entries, size_t asked, bool is_empty)
{
    const uint8_t leaf[CS_DIGEST_SIZE] = {1};
    cs_audit_merkle_t tree;
    json_t *leaves, *nodes;
    unsigned unverified;

    cs_audit_merkle_init(&tree);
    if (!is_empty) {
        IS(CS_OK, cs_audit_merkle_append(&tree, leaf, NULL, NULL));
    }
    IS(CS_OK, cs_audit_batch_make(POOL, KEY, entries, &tree, &leaves, &nodes, &unverified));
    CU_ASSERT_EQUAL(json_array_size(leaves), json_array_size(entries));
    return cs_json_get_text(json_array_get(leaves, asked), "origin");
}

static void
a_gateways_entry_is_known_by_its_mac__GS_2_2_2(void)
{
    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(test_request(ID "1", "me.read"), NULL), 0, false), "gateway");
}

static void
an_entry_changed_before_sealing_is_unverified__GS_2_2_2(void)
{
    json_t *moved = test_request(ID "1", "record.release"), *personal = test_request(ID "1", "me.read"),
           *bare = test_request(ID "1", "me.read"), *other = test_request(ID "1", "me.read");

    json_object_set_new(json_object_get(moved, "core"), "object", json_string("p"));
    json_object_set_new(personal, "personal", json_string("{}"));
    json_object_set_new(bare, "mac", json_null());
    json_object_set_new(json_object_get(other, "core"), "action", json_string("bogus"));
    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(moved, NULL), 0, false), "unverified");
    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(personal, NULL), 0, false), "unverified");
    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(bare, NULL), 0, false), "unverified");
    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(other, NULL), 0, false), "unverified");
}

static void
a_consequence_needs_a_proved_cause_that_may_bring_it_about__GS_2_2_2(void)
{
    json_t *cause = test_request(ID "1", "session.begin"), *forged = test_request(ID "1", "session.begin");

    json_object_set_new(forged, "mac", json_null());
    /* It may sort before its cause: the two clocks differ. */
    CU_ASSERT_STRING_EQUAL(
        test_origin_of(test_list(test_consequence("session.begun", ID "1", "session.begin"), cause), 0, false),
        "database");
    CU_ASSERT_STRING_EQUAL(
        test_origin_of(test_list(test_consequence("session.begun", ID "2", "session.begin"), NULL), 0, false),
        "database");
    CU_ASSERT_STRING_EQUAL(
        test_origin_of(test_list(test_consequence("session.begun", ID "1", "session.begin"), forged), 0, false),
        "unverified");
    CU_ASSERT_STRING_EQUAL(
        test_origin_of(test_list(test_consequence("grant.granted", ID "1", "session.begin"), cause), 0, false),
        "unverified");
    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(test_consequence("session.begun", ID "1", NULL), cause), 0, false),
                           "unverified");
}

static void
a_platform_begins_once_and_in_an_empty_log__GS_2_2_2(void)
{
    json_t *beginning = test_consequence("platform.initialised", ID "8", NULL),
           *again = test_consequence("platform.initialised", ID "8", NULL);

    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(beginning, NULL), 0, true), "database");
    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(beginning, again), 1, true), "unverified");
    CU_ASSERT_STRING_EQUAL(test_origin_of(test_list(beginning, NULL), 0, false), "unverified");
    CU_ASSERT_STRING_EQUAL(
        test_origin_of(test_list(test_consequence("account.activated", ID "7", "platform.initialised"), NULL), 0, true),
        "unverified");
}

static void
numbers_go_on_without_a_gap_and_what_is_too_large_is_sealed__GS_2_2_2(void)
{
    cs_buffer_t large = test_buffer(20000);
    json_t *huge = test_request(ID "1", "me.read"), *next = test_request(ID "2", "me.read"), *leaves, *nodes;
    cs_audit_merkle_t tree;
    unsigned unverified;

    while (large.size < 19000) {
        IS(CS_OK, cs_buffer_append_text(&large, "0123456789"));
    }
    json_object_set_new(json_object_get(huge, "core"), "object", json_string(cs_buffer_text(&large)));
    cs_audit_merkle_init(&tree);
    IS(CS_OK, cs_audit_batch_make(POOL, KEY, test_list(huge, next), &tree, &leaves, &nodes, &unverified));
    CU_ASSERT_EQUAL(tree.size, 2);
    CU_ASSERT_EQUAL(unverified, 1);
    CU_ASSERT_EQUAL(cs_json_get_integer(json_array_get(leaves, 0), "n", 0), 5);
    CU_ASSERT_EQUAL(cs_json_get_integer(json_array_get(leaves, 1), "n", 0), 6);
    CU_ASSERT_EQUAL(json_array_size(nodes), 1);
}

CU_TestInfo suite_batch[] = {
    CLAIM(a_gateways_entry_is_known_by_its_mac__GS_2_2_2),
    CLAIM(an_entry_changed_before_sealing_is_unverified__GS_2_2_2),
    CLAIM(a_consequence_needs_a_proved_cause_that_may_bring_it_about__GS_2_2_2),
    CLAIM(a_platform_begins_once_and_in_an_empty_log__GS_2_2_2),
    CLAIM(numbers_go_on_without_a_gap_and_what_is_too_large_is_sealed__GS_2_2_2),
    CU_TEST_INFO_NULL,
};
