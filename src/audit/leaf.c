/* SPDX-License-Identifier: Apache-2.0 */
/* One leaf of the file and the entry behind it. */
#include <string.h>

#include "audit/verify_private.h"
#include "base/guard.h"

/* leaf, salts: 32 bytes as a digest has */
static const cs_shape_t cs_audit_leaf_shape[] = {
    {"leaf_index", CS_SHAPE_INTEGER, true, INT64_MAX, NULL, NULL},
    {"leaf", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    {"entry_id", CS_SHAPE_ID, false, 0, NULL, NULL},
    {"core", CS_SHAPE_OBJECT, false, 0, NULL, NULL},
    {"salt", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    {"personal", CS_SHAPE_TEXT, false, CS_MAX_PERSONAL_TEXT, NULL, NULL},
    {"personal_salt", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    {"missing", CS_SHAPE_BOOLEAN, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

int64_t
csp_audit_core_time(const json_t *core)
{
    int64_t at_us;

    return cs_time_parse(cs_bytes_text(cs_json_get_text(core, "at")), &at_us) == CS_OK ? at_us : 0;
}

/* Base64url of 32 bytes, whose shape was checked. */
static cs_status_t
cs_audit_get_32(cs_audit_verify_t *verify, const json_t *line, const char *name, cs_bytes_t *out)
{
    cs_status_t status;
    cs_buffer_t bytes;

    cs_buffer_init(&bytes, &verify->arena.pool, CS_DIGEST_SIZE);
    CS_TRY(cs_base64url_decode(cs_bytes_text(cs_json_get_text(line, name)), &bytes));
    *out = cs_buffer_bytes(&bytes);
out:
    return status;
}

/* Is the entry the one that was sealed?  CS_BAD_SIGNATURE when not. */
static cs_status_t
cs_audit_verify_core(cs_audit_verify_t *verify, const json_t *line, cs_bytes_t leaf)
{
    const json_t *core = json_object_get(line, "core");
    const char *id = cs_json_get_text(core, "id"), *entry = cs_json_get_text(line, "entry_id");
    uint8_t expected[CS_DIGEST_SIZE];
    cs_status_t status;
    cs_bytes_t salt;

    CS_REQUIRE(json_object_get(line, "salt") != NULL, CS_BAD_SIGNATURE);
    CS_REQUIRE(id != NULL && entry != NULL && strcmp(id, entry) == 0, CS_BAD_SIGNATURE);
    CS_REQUIRE(cs_audit_core_check(core, NULL) == CS_OK, CS_BAD_SIGNATURE);
    CS_TRY(cs_audit_get_32(verify, line, "salt", &salt));
    CS_TRY(cs_audit_leaf_data(&verify->arena.pool, core, salt, expected));
    CS_REQUIRE(cs_bytes_equal(leaf, cs_bytes(expected, sizeof(expected))), CS_BAD_SIGNATURE);
out:
    return status == CS_INVALID_VALUE || status == CS_FULL ? CS_BAD_SIGNATURE : status;
}

static cs_status_t
cs_audit_verify_personal(cs_audit_verify_t *verify, const json_t *line)
{
    const json_t *core = json_object_get(line, "core");
    const json_t *personal = json_object_get(line, "personal");
    cs_bytes_t text = cs_bytes(json_string_value(personal), json_string_length(personal));
    cs_bytes_t salt = CS_BYTES_NONE;
    cs_status_t status = CS_OK;

    if (personal == NULL) {
        return CS_OK; /* erased, as it may be one day */
    }
    if (json_object_get(line, "personal_salt") != NULL) {
        CS_TRY(cs_audit_get_32(verify, line, "personal_salt", &salt));
    }
    status = cs_audit_personal_verify(core, salt, text);
    if (status == CS_BAD_SIGNATURE) {
        csp_audit_find(verify, CS_AUDIT_PERSONAL, cs_json_get_text(core, "id"),
                       "the personal part is not the one the entry names");
        status = CS_OK;
    }
out:
    return status;
}

static void
cs_audit_verify_origin(cs_audit_verify_t *verify, const json_t *core)
{
    const char *origin = cs_json_get_text(core, "origin");

    if (origin == NULL || (strcmp(origin, "gateway") != 0 && strcmp(origin, "database") != 0)) {
        csp_audit_find(verify, CS_AUDIT_UNVERIFIED, cs_json_get_text(core, "id"),
                       "the entry was inserted without a gateway's word");
    }
}

static cs_status_t
cs_audit_verify_entry(cs_audit_verify_t *verify, const json_t *line, cs_bytes_t leaf)
{
    const json_t *core = json_object_get(line, "core");
    int64_t at_us = csp_audit_core_time(core);
    cs_status_t status = cs_audit_verify_core(verify, line, leaf);

    if (status == CS_BAD_SIGNATURE) {
        verify->unnumbered++;
        csp_audit_find(verify, CS_AUDIT_CHANGED, cs_json_get_text(line, "entry_id"),
                       "the entry is not the one that was sealed");
        return CS_OK;
    }
    CS_TRY(status);
    verify->newest_us = at_us > verify->newest_us ? at_us : verify->newest_us;
    cs_audit_verify_origin(verify, core);
    CS_TRY(csp_audit_verify_number(verify, core));
    status = cs_audit_verify_personal(verify, line);
out:
    return status;
}

static cs_status_t
cs_audit_verify_append(cs_audit_verify_t *verify, const json_t *line, cs_bytes_t leaf)
{
    uint64_t index = (uint64_t)cs_json_get_integer(line, "leaf_index", 0);
    uint8_t hash[CS_DIGEST_SIZE];
    cs_status_t status;

    if (index != verify->next_index) {
        csp_audit_find(verify, CS_AUDIT_INDEX_GAP, cs_json_get_text(line, "entry_id"),
                       "a leaf is left out, doubled or out of order");
    }
    verify->next_index = index + 1;
    verify->summary.leaves++;
    CS_TRY(cs_audit_merkle_hash_leaf(leaf, hash));
    status = cs_audit_merkle_append(&verify->tree, hash, NULL, NULL);
out:
    return status;
}

cs_status_t
csp_audit_verify_leaf(cs_audit_verify_t *verify, const json_t *line)
{
    cs_status_t status;
    cs_bytes_t leaf;

    if (cs_shape_check(line, cs_audit_leaf_shape, NULL) != CS_OK) {
        csp_audit_find(verify, CS_AUDIT_MALFORMED, NULL, "the line is no leaf");
        return CS_OK;
    }
    CS_TRY(cs_audit_get_32(verify, line, "leaf", &leaf));
    CS_TRY(cs_audit_verify_append(verify, line, leaf));
    if (json_object_get(line, "core") != NULL) {
        return cs_audit_verify_entry(verify, line, leaf);
    }
    verify->unnumbered++;
    if (json_object_get(line, "entry_id") != NULL) {
        csp_audit_find(verify, CS_AUDIT_MISSING, cs_json_get_text(line, "entry_id"), "the entry was removed");
    } else {
        verify->summary.hidden++;
    }
out:
    return status;
}
