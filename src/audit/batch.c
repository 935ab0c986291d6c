/* SPDX-License-Identifier: Apache-2.0 */
/* A bad entry is sealed as unverified; nothing here refuses one, or sealing could be stopped by writing one. */
#include "audit/batch.h"

#include "audit/entry.h"
#include "audit/origin.h"
#include "base/clock.h"
#include "base/guard.h"
#include "codec/text.h"

typedef struct {
    cs_pool_t *pool;
    cs_audit_merkle_t *tree;
    json_t *leaves;
    json_t *nodes;
    json_t *numbers; /* last n by institution */
} cs_audit_batch_t;

static cs_status_t
cs_audit_batch_hex(cs_pool_t *pool, const uint8_t *data, size_t size, json_t **out)
{
    cs_buffer_t hex;
    cs_status_t status;

    cs_buffer_init(&hex, pool, 2 * size);
    CS_TRY(cs_hex_encode(cs_bytes(data, size), &hex));
    *out = json_string(cs_buffer_text(&hex));
    CS_REQUIRE(*out != NULL, CS_NO_MEMORY);
out:
    return status;
}

/* The database keeps complete subtrees from level 1 up: level 0 follows from the leaves. */
static cs_status_t
cs_audit_batch_note_node(void *data, unsigned level, uint64_t index, const uint8_t hash[CS_DIGEST_SIZE])
{
    cs_audit_batch_t *batch = data;
    json_t *text;
    cs_status_t status = CS_OK;

    if (level == 0) {
        return CS_OK;
    }
    CS_TRY(cs_audit_batch_hex(batch->pool, hash, CS_DIGEST_SIZE, &text));
    CS_REQUIRE(json_array_append_new(batch->nodes, json_pack("{s:i, s:I, s:o}", "level", (int)level, "index",
                                                             (json_int_t)index, "hash", text)) == 0,
               CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t
cs_audit_batch_judge(cs_pool_t *pool, cs_bytes_t mac_key, json_t *entries, bool is_empty, unsigned *unverified)
{
    size_t i;
    json_t *entry;
    bool may_begin = is_empty;

    for (int pass = 0; pass < 2; pass++) {
        json_array_foreach(entries, i, entry) {
            const char *origin;
            if ((cs_audit_origin_kind(entry) == CS_ACTION_CONSEQUENCE) != (pass == 1)) {
                continue;
            }
            origin = cs_audit_origin_judge(pool, mac_key, entry, entries, may_begin);
            may_begin = may_begin && cs_audit_origin_kind(entry) != CS_ACTION_BEGINNING;
            *unverified += origin[0] == 'u';
            if (json_object_set_new(json_object_get(entry, "core"), "origin", json_string(origin)) != 0) {
                return CS_NO_MEMORY;
            }
        }
    }
    return CS_OK;
}

/* The next number of the entry's institution, without gaps. */
static cs_status_t
cs_audit_batch_number(cs_audit_batch_t *batch, const json_t *entry)
{
    const char *number = cs_json_get_text(entry, "number");
    json_int_t last = cs_json_get_integer(entry, "last_n", 0);
    json_int_t n = (number == NULL ? last : cs_json_get_integer(batch->numbers, number, last)) + 1;
    cs_status_t status = CS_OK;

    CS_REQUIRE(number != NULL, CS_INTERNAL);
    CS_REQUIRE(json_object_set_new(batch->numbers, number, json_integer(n)) == 0 &&
                   json_object_set_new(json_object_get(entry, "core"), "n", json_integer(n)) == 0,
               CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t
cs_audit_batch_note_leaf(cs_audit_batch_t *batch, const json_t *core, const uint8_t salt[CS_ENTRY_SALT_SIZE],
                         const uint8_t leaf[CS_DIGEST_SIZE])
{
    json_t *salt_text = NULL, *leaf_text = NULL;
    cs_status_t status;

    CS_TRY(cs_audit_batch_hex(batch->pool, salt, CS_ENTRY_SALT_SIZE, &salt_text));
    CS_TRY(cs_audit_batch_hex(batch->pool, leaf, CS_DIGEST_SIZE, &leaf_text));
    CS_REQUIRE(json_array_append_new(batch->leaves,
                                     json_pack("{s:O, s:O, s:O, s:O, s:O}", "entry", json_object_get(core, "id"), "n",
                                               json_object_get(core, "n"), "origin", json_object_get(core, "origin"),
                                               "salt", salt_text, "leaf", leaf_text)) == 0,
               CS_NO_MEMORY);
out:
    json_decref(salt_text);
    json_decref(leaf_text);
    return status;
}

/* What is too large to be hashed as an entry is sealed as no entry at all: it verifies as changed, and is named. */
static cs_status_t
cs_audit_batch_leaf_data(cs_pool_t *pool, const json_t *core, cs_bytes_t salt, uint8_t out[CS_DIGEST_SIZE])
{
    cs_status_t status = cs_audit_leaf_data(pool, core, salt, out);

    if (status == CS_FULL || status == CS_INVALID_VALUE) {
        status = cs_digest(&salt, 1, out);
    }
    return status;
}

static cs_status_t
cs_audit_batch_append(cs_audit_batch_t *batch, const json_t *entry)
{
    const json_t *core = json_object_get(entry, "core");
    uint8_t salt[CS_ENTRY_SALT_SIZE], data[CS_DIGEST_SIZE], hash[CS_DIGEST_SIZE];
    cs_status_t status;

    CS_TRY(cs_audit_batch_number(batch, entry));
    CS_TRY(cs_random(salt, sizeof(salt)));
    CS_TRY(cs_audit_batch_leaf_data(batch->pool, core, cs_bytes(salt, sizeof(salt)), data));
    CS_TRY(cs_audit_merkle_hash_leaf(cs_bytes(data, sizeof(data)), hash));
    CS_TRY(cs_audit_merkle_append(batch->tree, hash, cs_audit_batch_note_node, batch));
    CS_TRY(cs_audit_batch_note_leaf(batch, core, salt, data));
out:
    return status;
}

static void
cs_audit_batch_release(void *value)
{
    json_decref(value);
}

/* An array or object that goes with the pool; NULL when there is no room. */
static json_t *
cs_audit_batch_keep(cs_pool_t *pool, json_t *value)
{
    return value != NULL && cs_pool_on_clear(pool, cs_audit_batch_release, value) == CS_OK ? value : NULL;
}

cs_status_t
cs_audit_batch_make(cs_pool_t *pool, cs_bytes_t mac_key, json_t *entries, cs_audit_merkle_t *tree, json_t **leaves,
                    json_t **nodes, unsigned *unverified)
{
    cs_audit_batch_t batch = {.pool = pool, .tree = tree};
    size_t i;
    json_t *entry;
    cs_status_t status;

    *unverified = 0;
    *leaves = batch.leaves = cs_audit_batch_keep(pool, json_array());
    *nodes = batch.nodes = cs_audit_batch_keep(pool, json_array());
    batch.numbers = cs_audit_batch_keep(pool, json_object());
    CS_REQUIRE(batch.leaves != NULL && batch.nodes != NULL && batch.numbers != NULL, CS_NO_MEMORY);
    CS_TRY(cs_audit_batch_judge(pool, mac_key, entries, tree->size == 0, unverified));
    json_array_foreach(entries, i, entry) {
        CS_TRY(cs_audit_batch_append(&batch, entry));
    }
out:
    return status;
}
