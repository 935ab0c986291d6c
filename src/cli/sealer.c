/* SPDX-License-Identifier: Apache-2.0 */
/* One round: compare, take, hash, remember, append, sign, publish. */
#include "cli/sealer.h"

#include <stdlib.h>

#include "base/guard.h"
#include "audit/batch.h"
#include "cli/texts.h"
#include "codec/text.h"

#define CS_SEALER_BATCH   "1000" /* entries; a batch takes less than half a second and 3 MiB */
#define CS_SEALER_CALL_MS 10000

static cs_status_t
cs_sealer_call(cs_sealer_t *sealer, cs_pool_t *pool, cs_statement_id_t statement, const cs_bytes_t *parameters,
               json_t **out)
{
    cs_result_t result;
    cs_status_t status;

    CS_TRY(cs_poll_call(sealer->database, statement, parameters, CS_SEALER_CALL_MS, pool, &result));
    if (out != NULL) {
        CS_TRY(cs_json_parse(pool, cs_result_get(&result, 0, 0), out, &sealer->cli->error));
    }
out:
    return status;
}

static cs_status_t
cs_sealer_root_read(cs_pool_t *pool, const json_t *head, uint8_t out[CS_DIGEST_SIZE])
{
    cs_buffer_t root;
    cs_status_t status;

    cs_buffer_init(&root, pool, CS_DIGEST_SIZE);
    CS_TRY(cs_hex_decode(cs_bytes_text(cs_json_get_text(head, "root")), &root));
    CS_REQUIRE(root.size == CS_DIGEST_SIZE, CS_MALFORMED);
    cs_bytes_copy(cs_buffer_bytes(&root), out);
out:
    return status;
}

static cs_status_t
cs_sealer_checkpoint_sign(const cs_sealer_t *sealer, cs_pool_t *pool, cs_sealer_state_t *state)
{
    cs_audit_checkpoint_t checkpoint = {.size = state->tree.size};
    cs_buffer_t note;
    cs_status_t status;

    cs_buffer_init(&note, pool, CS_MAX_NOTE);
    CS_TRY(cs_text_copy(cs_bytes_text(state->origin), checkpoint.origin, sizeof(checkpoint.origin)));
    CS_TRY(cs_audit_merkle_root(&state->tree, checkpoint.root));
    CS_TRY(cs_audit_checkpoint_sign(sealer->log_key, &checkpoint, &note));
    CS_TRY(cs_text_copy(cs_buffer_bytes(&note), state->note, sizeof(state->note)));
out:
    return status;
}

static cs_status_t
cs_sealer_checkpoint_publish(cs_sealer_t *sealer, cs_pool_t *pool)
{
    char size[24];
    cs_buffer_t verifier;
    cs_result_t result;
    cs_status_t status = CS_OK;

    if (sealer->state.note[0] == '\0') {
        return CS_OK;
    }
    cs_buffer_init(&verifier, pool, CS_MAX_NOTE);
    (void)snprintf(size, sizeof(size), "%llu", (unsigned long long)sealer->state.tree.size);
    CS_TRY(cs_audit_verifier_write(sealer->log_key, sealer->state.origin, &verifier));
    CS_TRY(
        cs_poll_call(sealer->database, CS_STATEMENT_PUBLISH_CHECKPOINT,
                     (cs_bytes_t[]){cs_bytes_text(size), cs_bytes_text(sealer->state.note), cs_buffer_bytes(&verifier)},
                     CS_SEALER_CALL_MS, pool, &result));
    if (!cs_bytes_equal(cs_result_get(&result, 0, 0), CS_LITERAL("ok"))) {
        status = cs_cli_fail(sealer->cli, CS_BAD_SIGNATURE,
                             "another checkpoint of %s leaves is published: a second log", size);
    }
out:
    return status;
}

/* What was being committed is committed: signed and remembered, or all stays as it was. */
static cs_status_t
cs_sealer_pending_adopt(cs_sealer_t *sealer, cs_pool_t *pool)
{
    cs_sealer_state_t next = sealer->state;
    cs_status_t status;

    next.tree = next.pending;
    next.request = NULL;
    CS_TRY(cs_sealer_checkpoint_sign(sealer, pool, &next));
    CS_TRY(cs_sealer_state_save(sealer->cli, pool, &next));
    cs_sealer_state_clear(&sealer->state);
    sealer->state = next;
out:
    return status;
}

/* Only the beginning of a platform starts without a file; another platform's database is not ours. */
static cs_status_t
cs_sealer_origin_check(cs_sealer_t *sealer, const json_t *head)
{
    char origin[CS_MAX_NOTE_ORIGIN];
    const char *platform = cs_json_get_text(head, "platform");

    if (!sealer->has_file && cs_json_get_integer(head, "size", -1) != 0) {
        return cs_cli_fail(sealer->cli, CS_BAD_SIGNATURE, "the log has leaves, but %s is missing: restore it",
                           sealer->state.path);
    }
    if (platform == NULL) {
        return sealer->state.origin[0] == '\0'
                   ? CS_OK
                   : cs_cli_fail(sealer->cli, CS_BAD_SIGNATURE, "the database has lost its platform");
    }
    (void)snprintf(origin, sizeof(origin), "%s/log", platform);
    if (sealer->state.origin[0] == '\0') {
        return cs_text_copy(cs_bytes_text(origin), sealer->state.origin, sizeof(sealer->state.origin));
    }
    return cs_bytes_equal(cs_bytes_text(origin), cs_bytes_text(sealer->state.origin))
               ? CS_OK
               : cs_cli_fail(sealer->cli, CS_BAD_SIGNATURE, "the database is of platform %s, the file of %s", platform,
                             sealer->state.origin);
}

static cs_status_t
cs_sealer_head_settle(cs_sealer_t *sealer, cs_pool_t *pool, const json_t *head)
{
    uint8_t root[CS_DIGEST_SIZE];
    uint64_t size = (uint64_t)cs_json_get_integer(head, "size", -1);
    cs_sealer_head_e where;
    cs_status_t status;

    CS_TRY(cs_sealer_root_read(pool, head, root));
    CS_TRY(cs_sealer_state_compare(&sealer->state, size, root, &where));
    switch (where) {
    case CS_SEALER_HEAD_SAME:
        break;
    case CS_SEALER_HEAD_PENDING:
        CS_TRY(cs_sealer_pending_adopt(sealer, pool));
        break;
    case CS_SEALER_HEAD_FOREIGN:
        CS_FAIL(cs_cli_fail(
            sealer->cli, CS_BAD_SIGNATURE,
            "the database's log (%llu leaves) does not extend the one in %s (%llu): restored, cut or forked",
            (unsigned long long)size, sealer->state.path, (unsigned long long)sealer->state.tree.size));
    }
    CS_TRY(cs_sealer_checkpoint_publish(sealer, pool));
out:
    return status;
}

/* At the start and on every new connection: which may lead to another database. */
static cs_status_t
cs_sealer_head_check(cs_sealer_t *sealer, cs_pool_t *pool)
{
    cs_database_counts_t counts;
    json_t *head;
    cs_status_t status;

    cs_database_count(cs_poll_get_database(sealer->database), &counts);
    if (counts.connects != 0 && counts.connects == sealer->checked_at) {
        return CS_OK;
    }
    CS_TRY(cs_sealer_call(sealer, pool, CS_STATEMENT_READ_HEAD, NULL, &head));
    cs_database_count(cs_poll_get_database(sealer->database), &counts);
    CS_TRY(cs_sealer_origin_check(sealer, head));
    CS_TRY(cs_sealer_head_settle(sealer, pool, head));
    sealer->checked_at =
        sealer->state.origin[0] == '\0' ? 0 : counts.connects; /* until the platform begins: ask again */
out:
    return status;
}

/* The two ends of the batch go along: the database compares the first under its lock, and takes over the second. */
static cs_status_t
cs_sealer_request_build(cs_sealer_t *sealer, cs_pool_t *pool, json_t *leaves, json_t *nodes)
{
    uint8_t root[CS_DIGEST_SIZE], new_root[CS_DIGEST_SIZE];
    cs_buffer_t root_text, new_text;
    json_t *request = NULL;
    cs_status_t status;

    cs_buffer_init(&root_text, pool, 2 * CS_DIGEST_SIZE);
    cs_buffer_init(&new_text, pool, 2 * CS_DIGEST_SIZE);
    CS_TRY(cs_audit_merkle_root(&sealer->state.tree, root));
    CS_TRY(cs_audit_merkle_root(&sealer->state.pending, new_root));
    CS_TRY(cs_hex_encode(cs_bytes(root, sizeof(root)), &root_text));
    CS_TRY(cs_hex_encode(cs_bytes(new_root, sizeof(new_root)), &new_text));
    request =
        json_pack("{s:I, s:s, s:s, s:O, s:O}", "size", (json_int_t)sealer->state.tree.size, "root",
                  cs_buffer_text(&root_text), "new_root", cs_buffer_text(&new_text), "leaves", leaves, "nodes", nodes);
    CS_REQUIRE(request != NULL, CS_NO_MEMORY);
    sealer->state.request = json_dumps(request, JSON_COMPACT);
    CS_REQUIRE(sealer->state.request != NULL, CS_NO_MEMORY);
out:
    json_decref(request);
    return status;
}

/* From entries to a batch that stands in the file: from then on it is committed before anything else. */
static cs_status_t
cs_sealer_pending_make(cs_sealer_t *sealer, cs_pool_t *pool, json_t *entries)
{
    json_t *leaves, *nodes;
    unsigned unverified;
    cs_status_t status;

    sealer->state.pending = sealer->state.tree;
    CS_TRY(cs_audit_batch_make(pool, sealer->mac_key, entries, &sealer->state.pending, &leaves, &nodes, &unverified));
    if (unverified > 0) {
        fprintf(stderr, "sealer: %u entries without proof of where they come from; sealed as unverified\n", unverified);
    }
    CS_TRY(cs_sealer_request_build(sealer, pool, leaves, nodes));
    CS_TRY(cs_sealer_state_save(sealer->cli, pool, &sealer->state));
    sealer->has_file = true;
out:
    if (status != CS_OK) {
        cs_sealer_state_clear(&sealer->state);
    }
    return status;
}

/* Raised, so it did not happen: the entries it was made of are no longer next in line. */
static cs_status_t
cs_sealer_pending_drop(cs_sealer_t *sealer)
{
    fprintf(stderr, "sealer: error: entries that were taken are gone or have moved; they are taken anew\n");
    cs_sealer_state_clear(&sealer->state);
    return CS_CONFLICT;
}

/* Any other answer than ok: the head is read again, and shows whether it happened. */
static cs_status_t
cs_sealer_pending_commit(cs_sealer_t *sealer, cs_pool_t *pool)
{
    uint64_t checked_at = sealer->checked_at;
    cs_bytes_t request = cs_bytes_text(sealer->state.request);
    cs_result_t result;
    cs_status_t status;

    sealer->checked_at = 0;
    status = cs_poll_call(sealer->database, CS_STATEMENT_APPEND_LEAVES, &request, CS_SEALER_CALL_MS, pool, &result);
    if (status == CS_INTERNAL) {
        return cs_sealer_pending_drop(sealer);
    }
    CS_TRY(status);
    CS_REQUIRE(cs_bytes_equal(cs_result_get(&result, 0, 0), CS_LITERAL("ok")), CS_CONFLICT);
    sealer->checked_at = checked_at;
    CS_TRY(cs_sealer_pending_adopt(sealer, pool));
    CS_TRY(cs_sealer_checkpoint_publish(sealer, pool));
out:
    return status;
}

cs_status_t
cs_sealer_round(cs_sealer_t *sealer, cs_pool_t *pool, unsigned *sealed)
{
    json_t *entries;
    uint64_t size;
    cs_status_t status;

    *sealed = 0;
    CS_TRY(cs_sealer_head_check(sealer, pool));
    size = sealer->state.tree.size;
    if (sealer->state.origin[0] == '\0') {
        return CS_OK;
    }
    if (sealer->state.request == NULL) {
        CS_TRY(cs_sealer_call(sealer, pool, CS_STATEMENT_TAKE_UNSEALED, (cs_bytes_t[]){CS_LITERAL(CS_SEALER_BATCH)},
                              &entries));
        if (json_array_size(entries) == 0) {
            return CS_OK;
        }
        CS_TRY(cs_sealer_pending_make(sealer, pool, entries));
    }
    CS_TRY(cs_sealer_pending_commit(sealer, pool));
    *sealed = (unsigned)(sealer->state.tree.size - size);
out:
    return status;
}
