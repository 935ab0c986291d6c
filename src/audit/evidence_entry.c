/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the log: entries by their proof, statements by the digest in their entry. */
#include "audit/entry.h"
#include "audit/evidence_private.h"
#include "audit/merkle.h"
#include "base/clock.h"
#include "base/guard.h"
#include "review/countersignature.h"

static cs_status_t
cs_evidence_path_read(csp_evidence_t *evidence, const json_t *path, uint8_t out[CS_MERKLE_LEVELS][CS_DIGEST_SIZE])
{
    cs_status_t status = CS_OK;
    size_t i;
    json_t *text;

    json_array_foreach(path, i, text) {
        cs_buffer_t hash;

        cs_buffer_init(&hash, evidence->pool, CS_DIGEST_SIZE);
        CS_TRY(cs_base64_decode(cs_bytes_text(json_string_value(text)), &hash));
        CS_REQUIRE(hash.size == CS_DIGEST_SIZE, CS_MALFORMED);
        cs_bytes_copy(cs_buffer_bytes(&hash), out[i]);
    }
out:
    return status;
}

/* The leaf is made of the entry as it is shown, not taken from what anybody says it is. */
static cs_status_t
cs_evidence_leaf_hash(csp_evidence_t *evidence, const json_t *entry, uint8_t out[CS_DIGEST_SIZE])
{
    const json_t *core = json_object_get(entry, "core");
    uint8_t data[CS_DIGEST_SIZE];
    cs_status_t status;
    cs_buffer_t salt;

    cs_buffer_init(&salt, evidence->pool, CS_ENTRY_SALT_SIZE);
    CS_TRY(cs_audit_core_check(core, NULL));
    CS_TRY(cs_base64url_decode(cs_bytes_text(cs_json_get_text(entry, "salt")), &salt));
    CS_TRY(cs_audit_leaf_data(evidence->pool, core, cs_buffer_bytes(&salt), data));
    status = cs_audit_merkle_hash_leaf(cs_bytes(data, sizeof(data)), out);
out:
    return status;
}

static cs_status_t
cs_evidence_inclusion_check(csp_evidence_t *evidence, const json_t *entry)
{
    const cs_audit_checkpoint_t *checkpoint = &evidence->summary->checkpoint;
    const json_t *path = json_object_get(entry, "path");
    uint8_t leaf[CS_DIGEST_SIZE], hashes[CS_MERKLE_LEVELS][CS_DIGEST_SIZE];
    json_int_t index = cs_json_get_integer(entry, "leaf_index", -1);
    cs_status_t status;

    CS_REQUIRE(index >= 0 && json_array_size(path) <= CS_MERKLE_LEVELS, CS_MALFORMED);
    CS_TRY(cs_evidence_leaf_hash(evidence, entry, leaf));
    CS_TRY(cs_evidence_path_read(evidence, path, hashes));
    status = cs_audit_merkle_verify_inclusion(leaf, (uint64_t)index, checkpoint->size,
                                              (const uint8_t(*)[CS_DIGEST_SIZE])hashes, json_array_size(path),
                                              checkpoint->root);
out:
    return status;
}

cs_status_t
csp_evidence_entry_check(csp_evidence_t *evidence, const json_t *entry, const char *action, csp_evidence_entry_t *out)
{
    const json_t *core = json_object_get(entry, "core");
    const char *origin = cs_json_get_text(core, "origin");
    cs_status_t status;

    *out = (csp_evidence_entry_t){.core = NULL};
    CS_TRY(csp_evidence_hold(evidence, cs_evidence_inclusion_check(evidence, entry), CS_EVIDENCE_NOT_IN_LOG, NULL));
    if (!csp_evidence_same(origin, "gateway") && !csp_evidence_same(origin, "database")) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_UNVERIFIED, NULL);
    }
    if (!csp_evidence_same(cs_json_get_text(core, "action"), action) ||
        !csp_evidence_same(cs_json_get_text(core, "outcome"), "done")) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ENTRY, "the entry is of another action");
    }
    CS_TRY(csp_evidence_hold(evidence, cs_time_parse(cs_bytes_text(cs_json_get_text(core, "at")), &out->at_us),
                             CS_EVIDENCE_WRONG_ENTRY, "the entry has no time"));
    out->index = (uint64_t)cs_json_get_integer(entry, "leaf_index", 0);
    out->core = core;
out:
    return status;
}

cs_status_t
csp_evidence_digest_check(csp_evidence_t *evidence, const json_t *value, const char *digest)
{
    char found[CS_DIGEST_TEXT];
    cs_status_t status = cs_review_payload_digest(evidence->pool, value, found);

    if (status == CS_OK && !csp_evidence_same(found, digest)) {
        status = CS_BAD_SIGNATURE;
    }
    return status;
}

cs_status_t
csp_evidence_statement_check(csp_evidence_t *evidence, const json_t *stated, const char *action, json_int_t round,
                             const cs_shape_t *shape, csp_evidence_entry_t *out)
{
    const json_t *statement = json_object_get(stated, "statement");
    const char *review = evidence->summary->review;
    cs_error_t why = {0};
    cs_status_t status;

    CS_TRY(csp_evidence_entry_check(evidence, json_object_get(stated, "entry"), action, out));
    status = csp_evidence_digest_check(evidence, statement, cs_json_get_text(out->core, "digest"));
    CS_TRY(csp_evidence_hold(evidence, status, CS_EVIDENCE_WRONG_STATEMENT, NULL));
    CS_TRY(csp_evidence_hold(evidence, cs_shape_check(statement, shape, &why), CS_EVIDENCE_MALFORMED, why.text));
    if (cs_json_get_integer(statement, "v", 0) != 1) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_MALFORMED, "the statement is of a version that is not known");
    }
    if (!csp_evidence_same(cs_json_get_text(statement, "review"), review) ||
        !csp_evidence_same(cs_json_get_text(out->core, "review"), review) ||
        !csp_evidence_same(cs_json_get_text(out->core, "object"), review)) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_FOREIGN, "it is of another review");
    }
    if (cs_json_get_integer(statement, "round", 0) != round) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ROUND, "it is of another round");
    }
out:
    return status;
}
