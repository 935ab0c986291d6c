/* SPDX-License-Identifier: Apache-2.0 */
#include "audit/entry.h"

#include "audit/action.h"
#include "base/clock.h"
#include "base/guard.h"
#include "codec/text.h"

#define CS_ENTRY_PURPOSE "countersign entry v1\n"
#define CS_MAX_AGENT     256

/* The members that a gateway fixes before the database is called. */
static const char *const cs_audit_fixed[] = {
    "id",     "action",  "session", "node",     "operation",       "object_type",
    "object", "purpose", "digest",  "trace_id", "personal_digest",
};

static const char *const cs_audit_core_texts[] = {
    "id",          "at",     "origin",          "cause",        "action",  "outcome", "account",
    "institution", "owner",  "device",          "device_class", "session", "node",    "operation",
    "object_type", "object", "delivery",        "grant",        "purpose", "review",  "reason_code",
    "clause",      "digest", "personal_digest", "trace_id",
};

static const char *const cs_audit_core_numbers[] = {"n", "revision", "policy"};

static void
cs_audit_release(void *value)
{
    json_decref(value);
}

static cs_status_t
cs_audit_object(cs_pool_t *pool, json_t **out)
{
    cs_status_t status;

    *out = json_object();
    CS_REQUIRE(*out != NULL, CS_NO_MEMORY);
    status = cs_pool_on_clear(pool, cs_audit_release, *out);
out:
    if (status != CS_OK) {
        *out = NULL;
    }
    return status;
}

/* NULL is null. */
static cs_status_t
cs_audit_set(json_t *object, const char *name, const char *text)
{
    json_t *value = text == NULL ? json_null() : json_string(text);

    return json_object_set_new(object, name, value) == 0 ? CS_OK : CS_NO_MEMORY;
}

static cs_status_t
cs_audit_set_hex(cs_pool_t *pool, json_t *object, const char *name, cs_bytes_t bytes)
{
    cs_status_t status;
    cs_buffer_t hex;

    cs_buffer_init(&hex, pool, 2 * bytes.size);
    CS_TRY(cs_hex_encode(bytes, &hex));
    status = cs_audit_set(object, name, cs_buffer_text(&hex));
out:
    return status;
}

static cs_status_t
cs_audit_canonical(cs_pool_t *pool, const json_t *value, size_t most, cs_bytes_t *out)
{
    cs_status_t status;
    cs_buffer_t text;

    cs_buffer_init(&text, pool, most);
    CS_TRY(cs_json_canonical(value, &text, NULL));
    *out = cs_buffer_bytes(&text);
out:
    return status;
}

static cs_status_t
cs_audit_entry_mac(cs_pool_t *pool, cs_bytes_t mac_key, const json_t *fixed, uint8_t out[CS_DIGEST_SIZE])
{
    cs_bytes_t parts[2] = {CS_LITERAL(CS_ENTRY_PURPOSE), CS_BYTES_NONE};
    cs_status_t status;

    CS_TRY(cs_audit_canonical(pool, fixed, CS_MAX_ENTRY_TEXT, &parts[1]));
    status = cs_mac(mac_key, parts, 2, out);
out:
    return status;
}

static cs_status_t
cs_audit_entry_fill(const cs_audit_entry_t *entry, const char *personal_digest, json_t *out)
{
    const char *values[CS_COUNT_OF(cs_audit_fixed)] = {
        entry->id,     entry->action,  entry->session, entry->node,     entry->operation, entry->object_type,
        entry->object, entry->purpose, entry->digest,  entry->trace_id, personal_digest,
    };
    cs_status_t status = CS_OK;

    for (size_t i = 0; i < CS_COUNT_OF(cs_audit_fixed); i++) {
        CS_TRY(cs_audit_set(out, cs_audit_fixed[i], values[i]));
    }
out:
    return status;
}

/* At most 256 bytes of what a stranger calls himself, cut before a code point, or nothing. */
static const char *
cs_audit_agent(cs_pool_t *pool, const char *agent)
{
    cs_bytes_t text = cs_bytes_text(agent);

    if (agent == NULL || !cs_bytes_is_utf8(text)) {
        return NULL;
    }
    if (text.size > CS_MAX_AGENT) {
        for (text.size = CS_MAX_AGENT; text.size > 0 && (text.data[text.size] & 0xC0) == 0x80; text.size--) {
        }
    }
    return cs_pool_text(pool, text.data, text.size);
}

static cs_status_t
cs_audit_personal_text(cs_pool_t *pool, const cs_audit_personal_t *personal, cs_bytes_t *out)
{
    cs_status_t status;
    json_t *object;

    CS_TRY(cs_audit_object(pool, &object));
    CS_TRY(cs_audit_set(object, "address", personal->address));
    CS_TRY(cs_audit_set(object, "network", personal->network));
    CS_TRY(cs_audit_set(object, "agent", cs_audit_agent(pool, personal->agent)));
    CS_TRY(cs_audit_set(object, "device_label", personal->device_label));
    status = cs_audit_canonical(pool, object, CS_MAX_PERSONAL_TEXT, out);
out:
    return status;
}

static cs_status_t
cs_audit_personal_digest(cs_bytes_t salt, cs_bytes_t personal, char out[CS_DIGEST_TEXT])
{
    cs_bytes_t parts[] = {salt, personal};
    uint8_t digest[CS_DIGEST_SIZE];
    cs_status_t status = cs_digest(parts, 2, digest);

    if (status == CS_OK) {
        cs_digest_text(digest, out);
    }
    return status;
}

static cs_status_t
cs_audit_call_set_personal(cs_pool_t *pool, const cs_audit_personal_t *personal, json_t *call,
                           char digest[CS_DIGEST_TEXT])
{
    uint8_t salt[CS_ENTRY_SALT_SIZE];
    cs_status_t status;
    cs_bytes_t text;

    CS_TRY(cs_random(salt, sizeof(salt)));
    CS_TRY(cs_audit_personal_text(pool, personal, &text));
    CS_TRY(cs_audit_personal_digest(cs_bytes(salt, sizeof(salt)), text, digest));
    CS_TRY(cs_audit_set_hex(pool, call, "salt", cs_bytes(salt, sizeof(salt))));
    CS_REQUIRE(json_object_set_new(call, "personal", json_stringn((const char *)text.data, text.size)) == 0,
               CS_NO_MEMORY);
out:
    return status;
}

cs_status_t
cs_audit_call_make(cs_pool_t *pool, cs_bytes_t mac_key, const cs_audit_entry_t *entry,
                   const cs_audit_personal_t *personal, const char *handle, const char *key, const char *proof,
                   json_t **out)
{
    char digest[CS_DIGEST_TEXT];
    uint8_t mac[CS_DIGEST_SIZE];
    json_t *call, *fixed;
    cs_status_t status;

    *out = NULL;
    CS_REQUIRE(cs_audit_action_kind(entry->action) == CS_ACTION_REQUEST, CS_INTERNAL);
    CS_TRY(cs_audit_object(pool, &call));
    CS_TRY(cs_audit_object(pool, &fixed));
    CS_TRY(cs_audit_call_set_personal(pool, personal, call, digest));
    CS_TRY(cs_audit_entry_fill(entry, digest, fixed));
    CS_TRY(cs_audit_entry_mac(pool, mac_key, fixed, mac));
    CS_TRY(cs_audit_set_hex(pool, call, "mac", cs_bytes(mac, sizeof(mac))));
    CS_TRY(cs_audit_set(call, "handle", handle));
    CS_TRY(cs_audit_set(call, "key", key));
    CS_TRY(cs_audit_set(call, "proof", proof));
    CS_REQUIRE(json_object_set(call, "entry", fixed) == 0, CS_NO_MEMORY);
    *out = call;
out:
    return status;
}

cs_status_t
cs_audit_entry_verify_mac(cs_pool_t *pool, cs_bytes_t mac_key, const json_t *core, cs_bytes_t mac)
{
    uint8_t expected[CS_DIGEST_SIZE];
    cs_status_t status;
    json_t *fixed;

    CS_TRY(cs_audit_object(pool, &fixed));
    for (size_t i = 0; i < CS_COUNT_OF(cs_audit_fixed); i++) {
        json_t *value = json_object_get(core, cs_audit_fixed[i]);

        CS_REQUIRE(value != NULL, CS_BAD_SIGNATURE);
        CS_REQUIRE(json_object_set(fixed, cs_audit_fixed[i], value) == 0, CS_NO_MEMORY);
    }
    CS_TRY(cs_audit_entry_mac(pool, mac_key, fixed, expected));
    CS_REQUIRE(cs_bytes_equal_secret(mac, cs_bytes(expected, sizeof(expected))), CS_BAD_SIGNATURE);
out:
    return status;
}

cs_status_t
cs_audit_personal_verify(const json_t *core, cs_bytes_t salt, cs_bytes_t personal)
{
    const char *named = cs_json_get_text(core, "personal_digest");
    char digest[CS_DIGEST_TEXT];
    cs_status_t status;

    CS_REQUIRE(named != NULL, CS_BAD_SIGNATURE);
    CS_TRY(cs_audit_personal_digest(salt, personal, digest));
    CS_REQUIRE(cs_bytes_equal(cs_bytes_text(named), cs_bytes_text(digest)), CS_BAD_SIGNATURE);
out:
    return status;
}

cs_status_t
cs_audit_leaf_data(cs_pool_t *pool, const json_t *core, cs_bytes_t salt, uint8_t out[CS_DIGEST_SIZE])
{
    cs_bytes_t parts[2] = {salt, CS_BYTES_NONE};
    cs_status_t status;

    /* Of one size, so that no byte can move between salt and core. */
    CS_REQUIRE(salt.size == CS_ENTRY_SALT_SIZE, CS_MALFORMED);
    CS_TRY(cs_audit_canonical(pool, core, CS_MAX_ENTRY_TEXT, &parts[1]));
    status = cs_digest(parts, 2, out);
out:
    return status;
}

static bool
cs_audit_is_text_or_null(const json_t *value)
{
    return json_is_null(value) || (json_is_string(value) && json_string_length(value) <= CS_MAX_CORE_TEXT);
}

static bool
cs_audit_is_number_or_null(const json_t *value)
{
    return json_is_null(value) || (json_is_integer(value) && json_integer_value(value) >= 0);
}

cs_status_t
cs_audit_core_check(const json_t *core, cs_error_t *error)
{
    size_t members = CS_COUNT_OF(cs_audit_core_texts) + CS_COUNT_OF(cs_audit_core_numbers);
    bool right = json_is_object(core) && json_object_size(core) == members;

    for (size_t i = 0; right && i < CS_COUNT_OF(cs_audit_core_texts); i++) {
        right = cs_audit_is_text_or_null(json_object_get(core, cs_audit_core_texts[i]));
    }
    for (size_t i = 0; right && i < CS_COUNT_OF(cs_audit_core_numbers); i++) {
        right = cs_audit_is_number_or_null(json_object_get(core, cs_audit_core_numbers[i]));
    }
    return right ? CS_OK : cs_error_set(error, CS_MALFORMED, "", "the core of an entry has not its 28 members");
}
