/* SPDX-License-Identifier: Apache-2.0 */
#include "audit/evidence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "audit/evidence_private.h"
#include "audit/merkle.h"
#include "base/guard.h"

#define CS_EVIDENCE_MAX_ROUNDS 64
#define CS_EVIDENCE_MAX_STAGES 8 /* of a kind, as the database holds it */

static const cs_shape_t cs_evidence_entry_shape[] = {
    {"core", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    {"salt", CS_SHAPE_DIGEST, true, 0, NULL, NULL}, /* 32 bytes as a digest has */
    {"leaf_index", CS_SHAPE_INTEGER, true, INT64_MAX, NULL, NULL},
    {"path", CS_SHAPE_TEXTS, true, CS_MERKLE_LEVELS, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_stated_shape[] = {
    {"statement", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    {"entry", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_entry_shape},
    CS_SHAPE_END,
};

const cs_shape_t csp_evidence_key_shape[] = {
    {"spki", CS_SHAPE_TEXT, true, 4096, NULL, NULL},
    {"passkey", CS_SHAPE_ANY, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_decision_shape[] = {
    {"statement", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    {"entry", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_entry_shape},
    {"comment", CS_SHAPE_ANY, true, 0, NULL, NULL}, /* a text, which may be empty */
    {"key", CS_SHAPE_OBJECT, true, 0, NULL, csp_evidence_key_shape},
    {"bound", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_entry_shape},
    {"revoked", CS_SHAPE_ANY, true, 0, NULL, NULL}, /* an entry or null */
    {"countersignature", CS_SHAPE_TEXT, false, 16384, NULL, NULL},
    {"signing_input", CS_SHAPE_TEXT, false, 16384, NULL, NULL},
    {"assertion", CS_SHAPE_OBJECT, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_stage_shape[] = {
    {"nonce", CS_SHAPE_ANY, true, 0, NULL, NULL}, /* null where it never opened */
    {"decisions", CS_SHAPE_OBJECTS, true, 256, NULL, cs_evidence_decision_shape},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_documents_shape[] = {
    {"reviews", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    {"permissions", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_policy_shape[] = {
    {"digests", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    {"documents", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_documents_shape},
    {"activated", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_entry_shape},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_joining_shape[] = {
    {"asked", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_entry_shape},
    {"started", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_entry_shape},
    {"bound", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_entry_shape},
    {"revoked", CS_SHAPE_ANY, true, 0, NULL, NULL}, /* an entry or null */
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_round_shape[] = {
    {"payload", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    {"policy", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_policy_shape},
    {"opened", CS_SHAPE_OBJECT, true, 0, NULL, cs_evidence_stated_shape},
    {"joining", CS_SHAPE_OBJECT, false, 0, NULL, cs_evidence_joining_shape}, /* of a break-glass */
    {"stages", CS_SHAPE_OBJECTS, true, CS_EVIDENCE_MAX_STAGES, NULL, cs_evidence_stage_shape},
    {"ended", CS_SHAPE_OBJECTS, true, 2, NULL, cs_evidence_stated_shape}, /* returned, and then over */
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_shape[] = {
    {"format", CS_SHAPE_CODE, true, 0, "countersign-review-1", NULL},
    {"platform", CS_SHAPE_TEXT, true, 128, NULL, NULL},
    {"review", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"vkey", CS_SHAPE_TEXT, true, CS_MAX_NOTE_ORIGIN + 64, NULL, NULL},
    {"checkpoint", CS_SHAPE_TEXT, true, CS_MAX_NOTE, NULL, NULL},
    {"rounds", CS_SHAPE_OBJECTS, true, CS_EVIDENCE_MAX_ROUNDS, NULL, cs_evidence_round_shape},
    {"names", CS_SHAPE_OBJECT, false, 0, NULL, NULL}, /* a convenience: nothing rests on them */
    CS_SHAPE_END,
};

static const struct {
    const char *name, *what;
} cs_evidence_findings[] = {
#define CS_EVIDENCE_ROW(name, text, what) {text, what},
    CS_EVIDENCE_LIST(CS_EVIDENCE_ROW)
#undef CS_EVIDENCE_ROW
};

const char *
cs_audit_evidence_name(cs_evidence_finding_e kind)
{
    return cs_evidence_findings[kind].name;
}

cs_status_t
csp_evidence_refuse(csp_evidence_t *evidence, cs_evidence_finding_e kind, const char *text)
{
    cs_evidence_finding_t finding = {kind, evidence->pointer, text != NULL ? text : cs_evidence_findings[kind].what};

    evidence->summary->findings++;
    if (evidence->report != NULL) {
        evidence->report(evidence->data, &finding);
    }
    return CS_BAD_SIGNATURE;
}

cs_status_t
csp_evidence_hold(csp_evidence_t *evidence, cs_status_t status, cs_evidence_finding_e kind, const char *text)
{
    return status == CS_OK || status == CS_NO_MEMORY || status == CS_INTERNAL
               ? status
               : csp_evidence_refuse(evidence, kind, text);
}

cs_status_t
csp_evidence_part(cs_status_t status)
{
    return status == CS_NO_MEMORY || status == CS_INTERNAL ? status : CS_OK;
}

void
csp_evidence_point(csp_evidence_t *evidence, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(evidence->pointer, sizeof(evidence->pointer), format, arguments);
    va_end(arguments);
}

bool
csp_evidence_same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

bool
csp_evidence_same_member(const json_t *a, const char *name_a, const json_t *b, const char *name_b)
{
    const json_t *one = json_object_get(a, name_a), *other = json_object_get(b, name_b);

    return one != NULL && other != NULL && json_equal(one, other);
}

/* The checkpoint under which all entries stand, of the platform whose file this says it is. */
static cs_status_t
cs_evidence_checkpoint_check(csp_evidence_t *evidence, const json_t *file, const char *key)
{
    const char *note = cs_json_get_text(file, "checkpoint");
    cs_audit_checkpoint_t *checkpoint = &evidence->summary->checkpoint;
    cs_audit_verifier_t verifier;
    cs_error_t why = {.text = "the verifier key is malformed"};
    cs_buffer_t origin;
    cs_status_t status;

    csp_evidence_point(evidence, "/checkpoint");
    key = key != NULL ? key : cs_json_get_text(file, "vkey");
    cs_buffer_init(&origin, evidence->pool, 2 * CS_MAX_NOTE_ORIGIN);
    CS_TRY(cs_buffer_append_format(&origin, "%s/log", evidence->platform));
    CS_TRY(csp_evidence_hold(evidence, cs_audit_verifier_read(evidence->pool, cs_bytes_text(key), &verifier),
                             CS_EVIDENCE_BAD_CHECKPOINT, why.text));
    status = cs_audit_checkpoint_read(evidence->pool, cs_bytes_text(note), &verifier, checkpoint, &why);
    CS_TRY(csp_evidence_hold(evidence, status, CS_EVIDENCE_BAD_CHECKPOINT, why.text));
    if (!cs_bytes_equal(cs_buffer_bytes(&origin), cs_bytes_text(checkpoint->origin))) {
        csp_evidence_point(evidence, "/platform");
        status = csp_evidence_refuse(evidence, CS_EVIDENCE_FOREIGN, "the log that was signed is another platform's");
    }
out:
    return status;
}

static cs_status_t
cs_evidence_rounds_check(csp_evidence_t *evidence, const json_t *file)
{
    const json_t *rounds = json_object_get(file, "rounds");
    cs_status_t status = CS_OK;
    size_t i;
    json_t *round;

    if (json_array_size(rounds) == 0) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_MALFORMED, "the review has no round");
    }
    json_array_foreach(rounds, i, round) {
        evidence->summary->rounds++;
        evidence->summary->state = NULL;
        evidence->summary->payload = json_object_get(round, "payload");
        CS_TRY(csp_evidence_part(csp_evidence_round_check(evidence, round, i)));
        if (i + 1 < json_array_size(rounds) && !csp_evidence_same(evidence->summary->state, "returned") &&
            !csp_evidence_same(evidence->summary->state, "failed")) {
            csp_evidence_point(evidence, "/rounds/%zu", i);
            CS_TRY(csp_evidence_part(
                csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_END, "no round follows on such an end")));
        }
    }
    if (csp_evidence_same(evidence->summary->state, "returned")) {
        csp_evidence_point(evidence, "/rounds/%zu/ended", json_array_size(rounds) - 1);
        status = csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_END, "what was sent back is not over");
    }
out:
    return status;
}

static void
cs_evidence_release(void *data)
{
    csp_evidence_t *evidence = data;

    json_decref(evidence->persons);
    json_decref(evidence->nonces);
}

static cs_status_t
cs_evidence_file_check(csp_evidence_t *evidence, cs_bytes_t bytes, const char *verifier)
{
    cs_error_t why = {0};
    cs_status_t status;
    json_t *file = NULL;

    CS_TRY(cs_pool_on_clear(evidence->pool, cs_evidence_release, evidence));
    evidence->persons = json_object();
    evidence->nonces = json_object();
    CS_REQUIRE(evidence->persons != NULL && evidence->nonces != NULL, CS_NO_MEMORY);
    status = bytes.size > CS_MAX_EVIDENCE ? CS_TOO_LARGE : cs_json_parse(evidence->pool, bytes, &file, &why);
    CS_TRY(csp_evidence_hold(evidence, status, CS_EVIDENCE_MALFORMED, "it is not json of allowed size"));
    status = cs_shape_check(file, cs_evidence_shape, &why);
    csp_evidence_point(evidence, "%s", why.pointer);
    CS_TRY(csp_evidence_hold(evidence, status, CS_EVIDENCE_MALFORMED, why.text));
    evidence->platform = cs_json_get_text(file, "platform");
    evidence->summary->review = cs_json_get_text(file, "review");
    evidence->summary->file = file;
    CS_TRY(cs_evidence_checkpoint_check(evidence, file, verifier));
    status = cs_evidence_rounds_check(evidence, file);
out:
    return status;
}

cs_status_t
cs_audit_evidence_verify(cs_pool_t *pool, cs_bytes_t file, const char *verifier, cs_evidence_report_pt report,
                         void *data, cs_evidence_summary_t *out)
{
    csp_evidence_t *evidence = cs_pool_zalloc(pool, sizeof(*evidence));

    *out = (cs_evidence_summary_t){.review = NULL};
    if (evidence == NULL) {
        return CS_NO_MEMORY;
    }
    evidence->pool = pool;
    evidence->report = report;
    evidence->data = data;
    evidence->summary = out;
    return csp_evidence_part(cs_evidence_file_check(evidence, file, verifier));
}
