/* SPDX-License-Identifier: Apache-2.0 */
#include "audit/verify.h"

#include <string.h>

#include "audit/verify_private.h"
#include "base/clock.h"
#include "base/guard.h"

#define CS_UNSEALED_MOST_US (60 * (int64_t)1000000)

static const cs_shape_t cs_audit_header_shape[] = {
    {"format", CS_SHAPE_CODE, true, 0, "countersign-log-v1", NULL},
    {"vkey", CS_SHAPE_TEXT, true, CS_MAX_NOTE_ORIGIN + 64, NULL, NULL},
    {"checkpoint", CS_SHAPE_TEXT, true, CS_MAX_NOTE, NULL, NULL},
    {NULL, CS_SHAPE_ANY, false, 0, NULL, NULL},
};

/* leaf, salts: 32 bytes as a digest has */
static const cs_shape_t cs_audit_leaf_shape[] = {
    {"leaf_index", CS_SHAPE_INTEGER, true, INT64_MAX, NULL, NULL},
    {"leaf", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    {"entry_id", CS_SHAPE_ID, false, 0, NULL, NULL},
    {"core", CS_SHAPE_OBJECT, false, 0, NULL, NULL},
    {"salt", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    {"personal", CS_SHAPE_TEXT, false, CS_MAX_VERIFY_LINE, NULL, NULL},
    {"personal_salt", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    {"missing", CS_SHAPE_BOOLEAN, false, 0, NULL, NULL},
    {NULL, CS_SHAPE_ANY, false, 0, NULL, NULL},
};

static const char *const cs_audit_finding_names[] = {
    [CS_AUDIT_MALFORMED] = "malformed",
    [CS_AUDIT_BAD_CHECKPOINT] = "bad_checkpoint",
    [CS_AUDIT_ROOT_MISMATCH] = "root_mismatch",
    [CS_AUDIT_SIZE_MISMATCH] = "size_mismatch",
    [CS_AUDIT_INDEX_GAP] = "index_gap",
    [CS_AUDIT_NUMBER_GAP] = "number_gap",
    [CS_AUDIT_CHANGED] = "changed",
    [CS_AUDIT_MISSING] = "missing",
    [CS_AUDIT_UNVERIFIED] = "unverified",
    [CS_AUDIT_PERSONAL] = "personal",
    [CS_AUDIT_UNSEALED] = "unsealed",
};

const char *
cs_audit_finding_name(cs_audit_finding_e kind)
{
    return cs_audit_finding_names[kind];
}

void
csp_audit_find(cs_audit_verify_t *verify, cs_audit_finding_e kind, const char *entry, const char *text)
{
    cs_audit_finding_t finding = {kind, verify->line, entry, text};

    verify->summary.findings++;
    if (verify->report != NULL) {
        verify->report(verify->data, &finding);
    }
}

static void
cs_audit_verify_release(void *verify)
{
    cs_arena_clear(&((cs_audit_verify_t *)verify)->arena);
}

cs_status_t
cs_audit_verify_begin(cs_pool_t *pool, const char *verifier, cs_audit_report_pt report, void *data,
                      cs_audit_verify_t **out)
{
    cs_audit_verify_t *verify = cs_pool_zalloc(pool, sizeof(*verify));
    cs_status_t status;

    *out = NULL;
    CS_REQUIRE(verify != NULL, CS_NO_MEMORY);
    cs_arena_init(&verify->arena);
    CS_TRY(cs_pool_on_clear(pool, cs_audit_verify_release, verify));
    verify->pool = pool;
    verify->verifier = verifier;
    verify->report = report;
    verify->data = data;
    cs_audit_merkle_init(&verify->tree);
    *out = verify;
out:
    return status;
}

static cs_status_t
cs_audit_verify_header(cs_audit_verify_t *verify, const json_t *header)
{
    const char *name = verify->verifier;
    cs_error_t why = {.text = "the first line is not the header of a log file"};
    cs_audit_verifier_t verifier;
    cs_status_t status;

    CS_TRY(cs_shape_check(header, cs_audit_header_shape, NULL));
    name = name != NULL ? name : cs_json_get_text(header, "vkey");
    cs_error_set(&why, CS_MALFORMED, "", "the verifier key is malformed");
    CS_TRY(cs_audit_verifier_read(&verify->arena.pool, cs_bytes_text(name), &verifier));
    CS_TRY(cs_audit_checkpoint_read(&verify->arena.pool, cs_bytes_text(cs_json_get_text(header, "checkpoint")),
                                    &verifier, &verify->summary.checkpoint, &why));
    verify->is_signed = true;
out:
    if (status == CS_NO_MEMORY || status == CS_INTERNAL) {
        return status;
    }
    if (status != CS_OK) {
        csp_audit_find(verify, CS_AUDIT_BAD_CHECKPOINT, NULL, why.text);
    }
    return CS_OK;
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

static int64_t
cs_audit_core_time(const json_t *core)
{
    int64_t at_us;

    return cs_time_parse(cs_bytes_text(cs_json_get_text(core, "at")), &at_us) == CS_OK ? at_us : 0;
}

static cs_status_t
cs_audit_verify_entry(cs_audit_verify_t *verify, const json_t *line, cs_bytes_t leaf)
{
    const json_t *core = json_object_get(line, "core");
    int64_t at_us = cs_audit_core_time(core);
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

static cs_status_t
cs_audit_verify_leaf(cs_audit_verify_t *verify, const json_t *line)
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

static void
cs_audit_verify_unsealed(cs_audit_verify_t *verify, const json_t *line)
{
    const json_t *core = json_object_get(line, "unsealed");
    int64_t at_us = cs_audit_core_time(core);

    verify->summary.unsealed++;
    if (json_object_size(line) != 1 || cs_audit_core_check(core, NULL) != CS_OK || at_us == 0) {
        csp_audit_find(verify, CS_AUDIT_MALFORMED, NULL, "the line is no unsealed entry");
    } else if (verify->newest_us - at_us > CS_UNSEALED_MOST_US) {
        csp_audit_find(verify, CS_AUDIT_UNSEALED, cs_json_get_text(core, "id"),
                       "the entry was left out while younger ones were sealed");
    }
}

static cs_status_t
cs_audit_verify_parsed(cs_audit_verify_t *verify, const json_t *line)
{
    if (verify->line == 1) {
        return cs_audit_verify_header(verify, line);
    }
    if (json_object_get(line, "unsealed") != NULL) {
        cs_audit_verify_unsealed(verify, line);
        return CS_OK;
    }
    return cs_audit_verify_leaf(verify, line);
}

cs_status_t
cs_audit_verify_line(cs_audit_verify_t *verify, cs_bytes_t line)
{
    cs_status_t status = CS_MALFORMED;
    json_t *parsed = NULL;

    verify->line++;
    if (line.size <= CS_MAX_VERIFY_LINE) {
        status = cs_json_parse(&verify->arena.pool, line, &parsed, NULL);
    }
    if (status == CS_MALFORMED) {
        csp_audit_find(verify, CS_AUDIT_MALFORMED, NULL, "the line is not json of allowed size");
        status = CS_OK;
    } else if (status == CS_OK) {
        status = cs_audit_verify_parsed(verify, parsed);
    }
    cs_arena_clear(&verify->arena);
    return status;
}

cs_status_t
cs_audit_verify_end(cs_audit_verify_t *verify, cs_audit_summary_t *out)
{
    const cs_audit_checkpoint_t *checkpoint = &verify->summary.checkpoint;
    uint8_t root[CS_DIGEST_SIZE];
    cs_status_t status;

    verify->line = 0;
    CS_TRY(cs_audit_merkle_root(&verify->tree, root));
    if (!verify->is_signed) {
        csp_audit_find(verify, CS_AUDIT_BAD_CHECKPOINT, NULL, "no checkpoint vouches for these leaves");
    } else if (checkpoint->size != verify->tree.size) {
        csp_audit_find(verify, CS_AUDIT_SIZE_MISMATCH, NULL, "the checkpoint is over another number of leaves");
    } else if (!cs_bytes_equal(cs_bytes(root, sizeof(root)), cs_bytes(checkpoint->root, CS_DIGEST_SIZE))) {
        csp_audit_find(verify, CS_AUDIT_ROOT_MISMATCH, NULL, "the leaves are not those of the checkpoint");
    }
    *out = verify->summary;
out:
    return status;
}
