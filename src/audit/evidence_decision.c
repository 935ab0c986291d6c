/* SPDX-License-Identifier: Apache-2.0 */
/* A decision: taken in its turn, by somebody who may, with a key that was bound before, over exactly this. */
#include <stdlib.h>

#include "audit/evidence_private.h"
#include "base/clock.h"
#include "base/guard.h"
#include "crypto/passkey.h"
#include "review/countersignature.h"

#define CS_EVIDENCE_SKEW_US (5 * 60 * (int64_t)1000000) /* between a countersignature and the entry, as in SQL */

static const cs_shape_t cs_evidence_deciding_shape[] = {
    {"v", CS_SHAPE_INTEGER, true, 1, NULL, NULL},
    {"review", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"round", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"stage", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"account", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"person", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"institution", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"department", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"device", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"device_class", CS_SHAPE_CODE, true, 0, "software|hardware|certificate", NULL},
    {"needs", CS_SHAPE_ANY, true, 0, NULL, NULL}, /* numbers of groups, from 1 */
    {"for", CS_SHAPE_ANY, true, 0, NULL, NULL},   /* whose delegate decided */
    {"verdict", CS_SHAPE_CODE, true, 0, "approve|reject|return", NULL},
    {"countersignature", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_for_shape[] = {
    {"account", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"person", CS_SHAPE_ID, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_evidence_passkey_shape[] = {
    {"id", CS_SHAPE_TEXT, true, 2 * CS_MAX_CREDENTIAL_ID, NULL, NULL},
    {"rp_id", CS_SHAPE_TEXT, true, 256, NULL, NULL},
    {"origin", CS_SHAPE_TEXT, true, 256, NULL, NULL},
    CS_SHAPE_END,
};

static cs_status_t
cs_evidence_taken_check(csp_evidence_t *evidence, const csp_evidence_round_t *round, const csp_evidence_stage_t *stage,
                        const json_t *decision, csp_evidence_entry_t *taken)
{
    static const char *const members[] = {"account", "institution", "device", "device_class"};
    const json_t *said = json_object_get(decision, "statement");
    int64_t expires_us;
    cs_status_t status;

    CS_TRY(csp_evidence_statement_check(evidence, decision, "decision.taken", round->number, cs_evidence_deciding_shape,
                                        taken));
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if (!csp_evidence_same_member(taken->core, members[i], said, members[i])) {
            return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ENTRY, "the entry is of somebody or something else");
        }
    }
    if (!csp_evidence_same(cs_json_get_text(said, "stage"), cs_json_get_text(stage->wanted, "name"))) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ROUND, "it is of another stage");
    }
    if (taken->index <= stage->after) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_OUT_OF_ORDER, "it was taken before its stage opened");
    }
    CS_TRY(csp_evidence_hold(evidence,
                             cs_time_parse(cs_bytes_text(cs_json_get_text(round->opening, "expires_at")), &expires_us),
                             CS_EVIDENCE_MALFORMED, NULL));
    if (taken->at_us >= expires_us) {
        status = csp_evidence_refuse(evidence, CS_EVIDENCE_LATE, NULL);
    }
out:
    return status;
}

/* Neither who asked, gains or wrote, nor anybody a second time, in whatever round; of a delegate both persons count. */
static cs_status_t
cs_evidence_person_check(csp_evidence_t *evidence, const json_t *opening, const char *person)
{
    const char *requester = cs_json_get_text(json_object_get(opening, "requester"), "person");

    if (csp_evidence_same(person, requester) || csp_evidence_same(person, cs_json_get_text(opening, "beneficiary")) ||
        csp_evidence_same(person, cs_json_get_text(opening, "author"))) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_OWN_REQUEST, NULL);
    }
    if (json_object_get(evidence->persons, person) != NULL) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_ALREADY_DECIDED, NULL);
    }
    return json_object_set_new(evidence->persons, person, json_true()) == 0 ? CS_OK : CS_NO_MEMORY;
}

static cs_status_t
cs_evidence_persons_check(csp_evidence_t *evidence, const json_t *opening, const json_t *said)
{
    const json_t *instead = json_object_get(said, "for");
    cs_status_t status;

    CS_TRY(cs_evidence_person_check(evidence, opening, cs_json_get_text(said, "person")));
    if (!json_is_null(instead)) {
        status = cs_shape_check(instead, cs_evidence_for_shape, NULL);
        CS_TRY(
            csp_evidence_hold(evidence, status, CS_EVIDENCE_MALFORMED, "nobody can be told for whom it was decided"));
        status = cs_evidence_person_check(evidence, opening, cs_json_get_text(instead, "person"));
    }
out:
    return status;
}

/* Of members each decides for another institution: had one of this institution decided in the stage before? */
static bool
cs_evidence_is_further(const csp_evidence_stage_t *stage, const json_t *said)
{
    size_t i;
    json_t *other;

    json_array_foreach(json_object_get(stage->file, "decisions"), i, other) {
        const json_t *statement = json_object_get(other, "statement");

        if (statement == said) {
            return false;
        }
        if (csp_evidence_same_member(statement, "institution", said, "institution")) {
            return true;
        }
    }
    return true;
}

static bool
cs_evidence_is_of_place(const csp_evidence_stage_t *stage, const json_t *need, const json_t *said)
{
    if (csp_evidence_same(cs_json_get_text(need, "scope"), "members")) {
        return !cs_evidence_is_further(stage, said);
    }
    return csp_evidence_same_member(need, "institution", said, "institution") &&
           (json_is_null(json_object_get(need, "department")) ||
            csp_evidence_same_member(need, "department", said, "department"));
}

static cs_status_t
cs_evidence_needs_check(csp_evidence_t *evidence, const csp_evidence_stage_t *stage, const json_t *said)
{
    const json_t *needs = json_object_get(said, "needs"), *wanted = json_object_get(stage->wanted, "needs");
    size_t i;
    json_t *number;

    if (json_array_size(needs) == 0 || json_array_size(needs) > json_array_size(wanted)) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_NOT_ELIGIBLE, "the decider is of no group of the stage");
    }
    json_array_foreach(needs, i, number) {
        json_int_t need = json_integer_value(number); /* 0 for what is no number */

        if (need < 1 || need > (json_int_t)json_array_size(wanted) ||
            !cs_evidence_is_of_place(stage, json_array_get(wanted, (size_t)need - 1), said)) {
            return csp_evidence_refuse(evidence, CS_EVIDENCE_NOT_ELIGIBLE, NULL);
        }
    }
    return CS_OK;
}

/* The key's device was this account's before, and had not ended. */
static cs_status_t
cs_evidence_binding_check(csp_evidence_t *evidence, const json_t *decision, const cs_key_t *key,
                          const csp_evidence_entry_t *taken)
{
    const json_t *said = json_object_get(decision, "statement"), *ended = json_object_get(decision, "revoked");
    csp_evidence_entry_t bound, revoked;
    cs_status_t status;

    CS_TRY(csp_evidence_entry_check(evidence, json_object_get(decision, "bound"), "device.bound", &bound));
    if (!csp_evidence_same_member(bound.core, "account", said, "account") ||
        !csp_evidence_same_member(bound.core, "object", said, "device") ||
        !csp_evidence_same_member(bound.core, "device", said, "device") ||
        !csp_evidence_same(cs_json_get_text(bound.core, "digest"), cs_key_thumbprint(key)) ||
        bound.index >= taken->index) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_UNBOUND, NULL);
    }
    if (!csp_evidence_same_member(bound.core, "device_class", said, "device_class")) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_DEVICE_CLASS, "the device was bound as one of another class");
    }
    if (!json_is_null(ended)) {
        CS_TRY(csp_evidence_entry_check(evidence, ended, "device.revoked", &revoked));
        if (!csp_evidence_same_member(revoked.core, "object", said, "device")) {
            return csp_evidence_refuse(evidence, CS_EVIDENCE_WRONG_ENTRY, "the entry is of another device");
        }
        if (revoked.index < taken->index) {
            return csp_evidence_refuse(evidence, CS_EVIDENCE_REVOKED, NULL);
        }
    }
out:
    return status;
}

static int
cs_evidence_class(const char *name)
{
    return csp_evidence_same(name, "certificate") ? 2 : csp_evidence_same(name, "hardware") ? 1 : 0;
}

static cs_status_t
cs_evidence_class_check(csp_evidence_t *evidence, const csp_evidence_round_t *round, const json_t *said)
{
    const char *least = cs_json_get_text(round->kind, "least_class");

    return least != NULL && cs_evidence_class(cs_json_get_text(said, "device_class")) >= cs_evidence_class(least)
               ? CS_OK
               : csp_evidence_refuse(evidence, CS_EVIDENCE_DEVICE_CLASS, NULL);
}

/* The passkey's answer to the challenge that the signing input is. */
static cs_status_t
cs_evidence_assertion_check(csp_evidence_t *evidence, const json_t *decision, const cs_key_t *key, const char *input,
                            const uint8_t challenge[CS_DIGEST_SIZE], cs_jws_t *jws, cs_error_t *why)
{
    const json_t *passkey = json_object_get(json_object_get(decision, "key"), "passkey");
    const json_t *assertion = json_object_get(decision, "assertion");
    const char *origin = cs_json_get_text(passkey, "origin");
    const cs_passkey_expected_t expected = {
        .challenge = cs_bytes(challenge, CS_DIGEST_SIZE),
        .rp_id = cs_json_get_text(passkey, "rp_id"),
        .origins = &origin,
        .origin_count = 1,
    };
    uint32_t sign_count;
    cs_status_t status;

    CS_TRY(cs_shape_check(passkey, cs_evidence_passkey_shape, why));
    CS_TRY(cs_shape_check(assertion, cs_passkey_assertion_shape, why));
    CS_REQUIRE(csp_evidence_same_member(assertion, "id", passkey, "id"), CS_BAD_SIGNATURE);
    CS_TRY(cs_jws_read_input(evidence->pool, cs_bytes_text(input), CS_TYP_COUNTERSIGNATURE, key, jws, why));
    status = cs_passkey_assertion_check(evidence->pool, assertion, key, &expected, &sign_count, why);
out:
    return status;
}

static cs_status_t
cs_evidence_signature_hold(csp_evidence_t *evidence, const json_t *decision, const cs_key_t *key,
                           const cs_review_countersignature_t *members, cs_jws_t *jws, cs_error_t *why)
{
    const char *text = cs_json_get_text(decision, "countersignature");
    const char *input = cs_json_get_text(decision, "signing_input");
    bool is_passkey = !json_is_null(json_object_get(json_object_get(decision, "key"), "passkey"));
    uint8_t challenge[CS_DIGEST_SIZE];
    cs_status_t status;

    CS_REQUIRE((text == NULL) != (input == NULL) && is_passkey == (input != NULL), CS_MALFORMED);
    if (is_passkey) {
        CS_TRY(cs_review_signing_input_check(evidence->pool, cs_bytes_text(input), members, challenge, why));
        return cs_evidence_assertion_check(evidence, decision, key, input, challenge, jws, why);
    }
    CS_TRY(cs_review_countersignature_check(evidence->pool, cs_bytes_text(text), key, members, why));
    status = cs_jws_verify(evidence->pool, cs_bytes_text(text), CS_TYP_COUNTERSIGNATURE, key, jws, why);
out:
    return status;
}

/* What was signed was signed when it was taken. */
static cs_status_t
cs_evidence_made_check(const cs_jws_t *jws, const csp_evidence_entry_t *taken)
{
    int64_t made_us;
    cs_status_t status = cs_time_parse(cs_bytes_text(cs_json_get_text(jws->payload, "at")), &made_us);

    if (status == CS_OK && llabs(made_us - taken->at_us) > CS_EVIDENCE_SKEW_US) {
        status = CS_BAD_COUNTERSIGNATURE;
    }
    return status;
}

/* The text that was signed is the one whose digest the log has. */
static cs_status_t
cs_evidence_text_check(const json_t *decision)
{
    const char *jws = cs_json_get_text(decision, "countersignature");
    const cs_bytes_t text = cs_bytes_text(jws != NULL ? jws : cs_json_get_text(decision, "signing_input"));
    uint8_t digest[CS_DIGEST_SIZE];
    char found[CS_DIGEST_TEXT];
    cs_status_t status;

    CS_TRY(cs_digest(&text, 1, digest));
    cs_digest_text(digest, found);
    CS_REQUIRE(csp_evidence_same(found, cs_json_get_text(json_object_get(decision, "statement"), "countersignature")),
               CS_BAD_SIGNATURE);
out:
    return status;
}

/* Over exactly this, at the time at which the log says that it was taken. */
static cs_status_t
cs_evidence_signature_check(csp_evidence_t *evidence, const csp_evidence_round_t *round,
                            const csp_evidence_stage_t *stage, const json_t *decision, const cs_key_t *key,
                            const csp_evidence_entry_t *taken)
{
    const json_t *said = json_object_get(decision, "statement"), *opening = round->opening;
    const cs_review_countersignature_t members = {
        .platform = evidence->platform,
        .review = evidence->summary->review,
        .kind = cs_json_get_text(opening, "kind"),
        .round = round->number,
        .stage = cs_json_get_text(stage->wanted, "name"),
        .digest = cs_json_get_text(opening, "digest"),
        .base = cs_json_get_integer(opening, "base", 0),
        .policy = cs_json_get_integer(opening, "policy", 0),
        .account = cs_json_get_text(said, "account"),
        .verdict = cs_json_get_text(said, "verdict"),
        .comment = cs_json_get_text(decision, "comment"),
        .nonce = stage->nonce,
    };
    cs_error_t why = {0};
    cs_jws_t jws;
    cs_status_t status;

    if (members.comment == NULL || members.nonce == NULL) {
        return csp_evidence_refuse(evidence, CS_EVIDENCE_MALFORMED,
                                   "the decision has no comment or its stage no nonce");
    }
    CS_TRY(csp_evidence_hold(evidence, cs_evidence_text_check(decision), CS_EVIDENCE_BAD_COUNTERSIGNATURE,
                             "the log names another countersignature"));
    status = cs_evidence_signature_hold(evidence, decision, key, &members, &jws, &why);
    CS_TRY(
        csp_evidence_hold(evidence, status, CS_EVIDENCE_BAD_COUNTERSIGNATURE, why.text[0] == '\0' ? NULL : why.text));
    status = csp_evidence_hold(evidence, cs_evidence_made_check(&jws, taken), CS_EVIDENCE_BAD_COUNTERSIGNATURE,
                               "the member at is not of the time when it was taken");
out:
    return status;
}

static cs_status_t
cs_evidence_key_read(csp_evidence_t *evidence, const json_t *decision, cs_key_t **out)
{
    const char *text = cs_json_get_text(json_object_get(decision, "key"), "spki");
    cs_buffer_t spki;
    cs_status_t status;

    cs_buffer_init(&spki, evidence->pool, 4096);
    CS_TRY(cs_base64url_decode(cs_bytes_text(text), &spki));
    status = cs_key_read_public(evidence->pool, cs_buffer_bytes(&spki), out);
out:
    return csp_evidence_hold(evidence, status, CS_EVIDENCE_UNBOUND, "the key is none that can be read");
}

cs_status_t
csp_evidence_decision_check(csp_evidence_t *evidence, const csp_evidence_round_t *round,
                            const csp_evidence_stage_t *stage, const json_t *decision, csp_evidence_entry_t *taken)
{
    const json_t *said = json_object_get(decision, "statement");
    cs_key_t *key = NULL;
    cs_status_t status;

    *taken = (csp_evidence_entry_t){.core = NULL};
    CS_TRY(cs_evidence_taken_check(evidence, round, stage, decision, taken));
    CS_TRY(cs_evidence_persons_check(evidence, round->opening, said));
    CS_TRY(cs_evidence_needs_check(evidence, stage, said));
    CS_TRY(cs_evidence_key_read(evidence, decision, &key));
    CS_TRY(cs_evidence_binding_check(evidence, decision, key, taken));
    CS_TRY(cs_evidence_class_check(evidence, round, said));
    status = cs_evidence_signature_check(evidence, round, stage, decision, key, taken);
out:
    return status;
}
