/* SPDX-License-Identifier: Apache-2.0 */
#include "audit/verify.h"

#include "audit/verify_private.h"
#include "base/guard.h"

#define CS_UNSEALED_MOST_US (60 * (int64_t)1000000)

static const cs_shape_t cs_audit_header_shape[] = {
    {"format", CS_SHAPE_CODE, true, 0, "countersign-log-v1", NULL},
    {"vkey", CS_SHAPE_TEXT, true, CS_MAX_NOTE_ORIGIN + 64, NULL, NULL},
    {"checkpoint", CS_SHAPE_TEXT, true, CS_MAX_NOTE, NULL, NULL},
    CS_SHAPE_END,
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

static void
cs_audit_verify_unsealed(cs_audit_verify_t *verify, const json_t *line)
{
    const json_t *core = json_object_get(line, "unsealed");
    int64_t at_us = csp_audit_core_time(core);

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
    return csp_audit_verify_leaf(verify, line);
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
