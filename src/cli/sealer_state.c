/* SPDX-License-Identifier: Apache-2.0 */
/* The sealer's file: JSON, mode 0600, replaced as a whole. */
#include "cli/sealer_state.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/guard.h"
#include "cli/file.h"
#include "codec/text.h"

#define CS_SEALER_FORMAT "countersign-sealer-v1"

static const cs_shape_t cs_sealer_tree_shape[] = {
    {"size", CS_SHAPE_INTEGER, true, INT64_MAX, NULL, NULL},
    {"frontier", CS_SHAPE_TEXTS, true, CS_MERKLE_LEVELS, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_sealer_state_shape[] = {
    {"format", CS_SHAPE_CODE, true, 0, CS_SEALER_FORMAT, NULL},
    {"origin", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"note", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"tree", CS_SHAPE_OBJECT, true, 0, NULL, cs_sealer_tree_shape},
    {"pending", CS_SHAPE_OBJECT, true, 0, NULL, cs_sealer_tree_shape},
    {"request", CS_SHAPE_ANY, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

/* One hash for each bit of size, from the lowest. */
static json_t *
cs_sealer_frontier_build(cs_pool_t *pool, const cs_audit_merkle_t *tree)
{
    json_t *frontier = json_array();

    for (unsigned level = 0; level < CS_MERKLE_LEVELS; level++) {
        cs_buffer_t text;
        cs_buffer_init(&text, pool, CS_DIGEST_TEXT);
        if ((tree->size >> level & 1) == 0) {
            continue;
        }
        if (cs_base64_encode(cs_bytes(tree->frontier[level], CS_DIGEST_SIZE), &text) != CS_OK ||
            json_array_append_new(frontier, json_string(cs_buffer_text(&text))) != 0) {
            json_decref(frontier);
            return NULL;
        }
    }
    return frontier;
}

static cs_status_t
cs_sealer_frontier_read(cs_pool_t *pool, const json_t *frontier, cs_audit_merkle_t *out)
{
    cs_status_t status = CS_OK;
    size_t next = 0;

    for (unsigned level = 0; level < CS_MERKLE_LEVELS; level++) {
        cs_buffer_t hash;
        if ((out->size >> level & 1) == 0) {
            continue;
        }
        cs_buffer_init(&hash, pool, CS_DIGEST_SIZE);
        CS_TRY(cs_base64_decode(cs_bytes_text(json_string_value(json_array_get(frontier, next++))), &hash));
        CS_REQUIRE(hash.size == CS_DIGEST_SIZE, CS_MALFORMED);
        cs_bytes_copy(cs_buffer_bytes(&hash), out->frontier[level]);
    }
    CS_REQUIRE(next == json_array_size(frontier), CS_MALFORMED);
out:
    return status;
}

static cs_status_t
cs_sealer_tree_read(cs_pool_t *pool, const json_t *tree, cs_audit_merkle_t *out)
{
    cs_audit_merkle_init(out);
    out->size = (uint64_t)cs_json_get_integer(tree, "size", 0);
    return cs_sealer_frontier_read(pool, json_object_get(tree, "frontier"), out);
}

static cs_status_t
cs_sealer_state_read(cs_cli_t *cli, const json_t *document, cs_sealer_state_t *out)
{
    cs_status_t status;

    CS_TRY(cs_shape_check(document, cs_sealer_state_shape, &cli->error));
    CS_TRY(cs_text_copy(cs_bytes_text(cs_json_get_text(document, "origin")), out->origin, sizeof(out->origin)));
    CS_TRY(cs_text_copy(cs_bytes_text(cs_json_get_text(document, "note")), out->note, sizeof(out->note)));
    CS_TRY(cs_sealer_tree_read(cli->pool, json_object_get(document, "tree"), &out->tree));
    CS_TRY(cs_sealer_tree_read(cli->pool, json_object_get(document, "pending"), &out->pending));
    if (!json_is_null(json_object_get(document, "request"))) {
        out->request = json_dumps(json_object_get(document, "request"), JSON_COMPACT);
        CS_REQUIRE(out->request != NULL, CS_NO_MEMORY);
    }
out:
    return status;
}

cs_status_t
cs_sealer_state_open(cs_cli_t *cli, const char *path, cs_sealer_state_t *out, bool *is_there)
{
    json_t *document;
    cs_status_t status;

    *out = (cs_sealer_state_t){.path = path};
    cs_audit_merkle_init(&out->tree);
    cs_audit_merkle_init(&out->pending);
    *is_there = access(path, F_OK) == 0;
    if (!*is_there) {
        return CS_OK;
    }
    CS_TRY(cs_cli_file_read_json(cli, path, &document));
    status = cs_sealer_state_read(cli, document, out);
    if (status != CS_OK) {
        char why[CS_MAX_ERROR_TEXT];
        (void)snprintf(why, sizeof(why), "%s", cli->error.text);
        status = cs_cli_fail(cli, CS_MALFORMED, "%.80s is not a sealer's file (%.60s): restore it", path, why);
    }
out:
    return status;
}

void
cs_sealer_state_clear(cs_sealer_state_t *state)
{
    free(state->request);
    state->request = NULL;
}

static json_t *
cs_sealer_tree_build(cs_pool_t *pool, const cs_audit_merkle_t *tree)
{
    return json_pack("{s:I, s:o}", "size", (json_int_t)tree->size, "frontier", cs_sealer_frontier_build(pool, tree));
}

cs_status_t
cs_sealer_state_save(cs_cli_t *cli, cs_pool_t *pool, const cs_sealer_state_t *state)
{
    json_t *request = state->request == NULL ? json_null() : json_loads(state->request, 0, NULL);
    json_t *document = json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "format", CS_SEALER_FORMAT, "origin", state->origin,
                                 "note", state->note, "tree", cs_sealer_tree_build(pool, &state->tree), "pending",
                                 cs_sealer_tree_build(pool, &state->pending), "request", request);
    char *text = document == NULL ? NULL : json_dumps(document, JSON_INDENT(1));
    cs_status_t status = CS_NO_MEMORY;

    if (text != NULL) {
        status = cs_cli_file_replace(cli, state->path, cs_bytes_text(text));
    }
    free(text);
    json_decref(document);
    return status;
}

static cs_status_t
cs_sealer_tree_is_at(const cs_audit_merkle_t *tree, uint64_t size, const uint8_t root[CS_DIGEST_SIZE], bool *out)
{
    uint8_t own[CS_DIGEST_SIZE];
    cs_status_t status = cs_audit_merkle_root(tree, own);

    *out = status == CS_OK && tree->size == size &&
           cs_bytes_equal(cs_bytes(own, sizeof(own)), cs_bytes(root, CS_DIGEST_SIZE));
    return status;
}

cs_status_t
cs_sealer_state_compare(const cs_sealer_state_t *state, uint64_t size, const uint8_t root[CS_DIGEST_SIZE],
                        cs_sealer_head_e *out)
{
    bool is_same, is_pending;
    cs_status_t status;

    CS_TRY(cs_sealer_tree_is_at(&state->tree, size, root, &is_same));
    CS_TRY(cs_sealer_tree_is_at(&state->pending, size, root, &is_pending));
    is_pending = is_pending && state->request != NULL;
    *out = is_same ? CS_SEALER_HEAD_SAME : is_pending ? CS_SEALER_HEAD_PENDING : CS_SEALER_HEAD_FOREIGN;
out:
    return status;
}
