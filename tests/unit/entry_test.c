/* SPDX-License-Identifier: Apache-2.0 */
#include "audit/entry.h"

#include <string.h>

#include "audit/action.h"
#include "unit.h"

#define MAC_KEY CS_LITERAL("0123456789abcdef0123456789abcdef")
#define ID      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"

static const cs_audit_entry_t test_fixed = {
    .id = ID,
    .action = "record.release",
    .node = "node-1",
    .operation = "view",
    .object_type = "record",
    .object = ID,
    .trace_id = "00112233445566778899aabbccddeeff",
};

static const cs_audit_personal_t test_where = {.address = "192.0.2.7", .network = "192.0.2.0/24", .agent = "curl/7.88"};

static json_t *
test_call(void)
{
    json_t *call = NULL;

    IS(CS_OK, cs_audit_call_make(POOL, MAC_KEY, &test_fixed, &test_where, "ab", NULL, NULL, &call));
    return call;
}

static cs_bytes_t
test_mac_of(const json_t *call)
{
    return test_hex(cs_json_get_text(call, "mac"));
}

static void
call_bears_eleven_fixed_members_and_its_mac__GS_2_2_2(void)
{
    json_t *call = test_call(), *entry = json_object_get(call, "entry");

    CU_ASSERT_EQUAL(json_object_size(call), 7);
    CU_ASSERT_EQUAL(json_object_size(entry), 11);
    CU_ASSERT_STRING_EQUAL(cs_json_get_text(call, "handle"), "ab");
    CU_ASSERT_TRUE(json_is_null(json_object_get(call, "key")));
    CU_ASSERT_TRUE(json_is_null(json_object_get(entry, "session")));
    CU_ASSERT_STRING_EQUAL(cs_json_get_text(call, "personal"),
                           "{\"address\":\"192.0.2.7\",\"agent\":\"curl/7.88\",\"device_label\":null,\"network\":"
                           "\"192.0.2.0/24\"}");
    IS(CS_OK, cs_audit_entry_verify_mac(POOL, MAC_KEY, entry, test_mac_of(call)));
}

/* The MAC is HMAC-SHA-256(key, "countersign entry v1\n" ‖ JCS): computed here over a text written out. */
static void
mac_is_over_the_canonical_fixed_members__GS_2_2_2(void)
{
    json_t *call = test_call();
    cs_buffer_t text = test_buffer(10000);
    uint8_t mac[CS_DIGEST_SIZE];
    cs_bytes_t bytes;

    IS(CS_OK, cs_buffer_append_format(
                  &text,
                  "countersign entry v1\n{\"action\":\"record.release\",\"digest\":null,\"id\":\"" ID
                  "\",\"node\":\"node-1\",\"object\":\"" ID "\",\"object_type\":\"record\",\"operation\":\"view\","
                  "\"personal_digest\":\"%s\",\"purpose\":null,\"session\":null,\"trace_id\":"
                  "\"00112233445566778899aabbccddeeff\"}",
                  cs_json_get_text(json_object_get(call, "entry"), "personal_digest")));
    bytes = cs_buffer_bytes(&text);
    IS(CS_OK, cs_mac(MAC_KEY, &bytes, 1, mac));
    SAME(cs_bytes(mac, sizeof(mac)), test_mac_of(call));
}

static void
each_fixed_member_altered_or_taken_away_breaks_the_mac__GS_2_2_2(void)
{
    json_t *call = test_call(), *entry = json_object_get(call, "entry"), *value;
    const char *name;

    json_object_foreach(entry, name, value) {
        json_t *altered = json_copy(entry);

        json_object_set_new(altered, name, json_string("something else"));
        IS(CS_BAD_SIGNATURE, cs_audit_entry_verify_mac(POOL, MAC_KEY, altered, test_mac_of(call)));
        json_object_del(altered, name);
        IS(CS_BAD_SIGNATURE, cs_audit_entry_verify_mac(POOL, MAC_KEY, altered, test_mac_of(call)));
        json_decref(altered);
    }
}

static void
mac_of_another_key_or_length_is_refused__GS_2_2_2(void)
{
    json_t *call = test_call(), *entry = json_object_get(call, "entry");

    IS(CS_BAD_SIGNATURE, cs_audit_entry_verify_mac(POOL, CS_LITERAL("another key"), entry, test_mac_of(call)));
    IS(CS_BAD_SIGNATURE, cs_audit_entry_verify_mac(POOL, MAC_KEY, entry, CS_BYTES_NONE));
    IS(CS_BAD_SIGNATURE, cs_audit_entry_verify_mac(POOL, MAC_KEY, entry, cs_bytes(test_mac_of(call).data, 31)));
    IS(CS_BAD_KEY, cs_audit_entry_verify_mac(POOL, CS_BYTES_NONE, entry, test_mac_of(call)));
}

static void
personal_part_is_the_one_the_entry_names(void)
{
    json_t *call = test_call(), *entry = json_object_get(call, "entry");
    cs_bytes_t salt = test_hex(cs_json_get_text(call, "salt")), text = TEXT(cs_json_get_text(call, "personal"));

    CU_ASSERT_EQUAL(salt.size, CS_ENTRY_SALT_SIZE);
    IS(CS_OK, cs_audit_personal_verify(entry, salt, text));
    IS(CS_BAD_SIGNATURE, cs_audit_personal_verify(entry, salt, cs_bytes(text.data, text.size - 1)));
    IS(CS_BAD_SIGNATURE, cs_audit_personal_verify(entry, CS_BYTES_NONE, text));
    json_object_set_new(entry, "personal_digest", json_null());
    IS(CS_BAD_SIGNATURE, cs_audit_personal_verify(entry, salt, text));
}

static void
personal_parts_of_two_calls_are_salted_apart(void)
{
    CU_ASSERT_STRING_NOT_EQUAL(cs_json_get_text(json_object_get(test_call(), "entry"), "personal_digest"),
                               cs_json_get_text(json_object_get(test_call(), "entry"), "personal_digest"));
}

static void
agent_is_cut_before_a_character_or_left_out(void)
{
    cs_audit_personal_t where = {.agent = "\xFF"};
    cs_buffer_t agent = test_buffer(1000);
    json_t *call;

    IS(CS_OK, cs_audit_call_make(POOL, MAC_KEY, &test_fixed, &where, NULL, NULL, NULL, &call));
    CU_ASSERT_PTR_NOT_NULL(strstr(cs_json_get_text(call, "personal"), "\"agent\":null"));
    IS(CS_OK, cs_buffer_append_format(&agent, "%0255d\xC3\xA9", 0));
    where.agent = cs_buffer_text(&agent);
    IS(CS_OK, cs_audit_call_make(POOL, MAC_KEY, &test_fixed, &where, NULL, NULL, NULL, &call));
    CU_ASSERT_PTR_NULL(strstr(cs_json_get_text(call, "personal"), "\xC3"));
}

static void
only_listed_requests_can_be_called__GS_2_2_2(void)
{
    const char *refused[] = {"record.published", "platform.initialised", "record.steal", "", NULL};
    cs_audit_entry_t entry = test_fixed;
    json_t *call;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        entry.action = refused[i];
        IS(CS_INTERNAL, cs_audit_call_make(POOL, MAC_KEY, &entry, &test_where, NULL, NULL, NULL, &call));
        CU_ASSERT_PTR_NULL(call);
    }
}

static void
consequence_comes_from_its_listed_causes_only__GS_2_2_2(void)
{
    CU_ASSERT_TRUE(cs_audit_action_is_caused_by("device.bound", "device.enrol"));
    CU_ASSERT_TRUE(cs_audit_action_is_caused_by("device.bound", "platform.initialised"));
    CU_ASSERT_FALSE(cs_audit_action_is_caused_by("device.bound", "device"));
    CU_ASSERT_FALSE(cs_audit_action_is_caused_by("device.bound", "device.enrol|review.decide"));
    CU_ASSERT_FALSE(cs_audit_action_is_caused_by("device.bound", "record.list"));
    CU_ASSERT_FALSE(cs_audit_action_is_caused_by("device.bound", ""));
    CU_ASSERT_FALSE(cs_audit_action_is_caused_by("device.bound", NULL));
    CU_ASSERT_FALSE(cs_audit_action_is_caused_by("record.list", "record.list"));
    CU_ASSERT_FALSE(cs_audit_action_is_caused_by("record.steal", "record.list"));
    CU_ASSERT_FALSE(cs_audit_action_is_caused_by(NULL, "record.list"));
}

static void
every_listed_action_has_a_kind_and_known_causes(void)
{
    static const struct {
        const char *name, *causes;
    } all[] = {
#define ACTION(name, kind, causes, clause) {name, causes},
        CS_ACTION_LIST(ACTION)
#undef ACTION
    };

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        cs_audit_action_e kind = cs_audit_action_kind(all[i].name);

        CU_ASSERT_NOT_EQUAL(kind, CS_ACTION_UNKNOWN);
        CU_ASSERT_EQUAL(kind == CS_ACTION_CONSEQUENCE, all[i].causes != NULL);
        for (char *at = all[i].causes == NULL ? NULL
                                              : strtok(cs_pool_text(POOL, all[i].causes, strlen(all[i].causes)), "|");
             at != NULL; at = strtok(NULL, "|")) {
            CU_ASSERT_NOT_EQUAL(cs_audit_action_kind(at), CS_ACTION_UNKNOWN);
            CU_ASSERT_NOT_EQUAL(cs_audit_action_kind(at), CS_ACTION_CONSEQUENCE);
        }
    }
}

static void
leaf_takes_a_salt_of_32_bytes_only__GS_2_2_2(void)
{
    uint8_t leaf[CS_DIGEST_SIZE];
    json_t *core = test_parse("{'id': 'x'}");

    IS(CS_OK, cs_audit_leaf_data(POOL, core, MAC_KEY, leaf));
    IS(CS_MALFORMED, cs_audit_leaf_data(POOL, core, CS_LITERAL("short"), leaf));
    IS(CS_MALFORMED, cs_audit_leaf_data(POOL, core, CS_BYTES_NONE, leaf));
}

CU_TestInfo suite_entry[] = {
    CLAIM(call_bears_eleven_fixed_members_and_its_mac__GS_2_2_2),
    CLAIM(mac_is_over_the_canonical_fixed_members__GS_2_2_2),
    CLAIM(each_fixed_member_altered_or_taken_away_breaks_the_mac__GS_2_2_2),
    CLAIM(mac_of_another_key_or_length_is_refused__GS_2_2_2),
    CLAIM(personal_part_is_the_one_the_entry_names),
    CLAIM(personal_parts_of_two_calls_are_salted_apart),
    CLAIM(agent_is_cut_before_a_character_or_left_out),
    CLAIM(only_listed_requests_can_be_called__GS_2_2_2),
    CLAIM(consequence_comes_from_its_listed_causes_only__GS_2_2_2),
    CLAIM(every_listed_action_has_a_kind_and_known_causes),
    CLAIM(leaf_takes_a_salt_of_32_bytes_only__GS_2_2_2),
    CU_TEST_INFO_NULL,
};
