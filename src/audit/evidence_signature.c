/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person's signed word, on a review or a break-glass: by a key that was bound
 * before, over exactly what is expected, at the time at which the log has it.
 */
#include <stdlib.h>

#include "audit/evidence_private.h"
#include "base/clock.h"
#include "base/guard.h"
#include "crypto/passkey.h"

#define CS_EVIDENCE_SKEW_US (5 * 60 * (int64_t)1000000) /* between a countersignature and the entry, as in SQL */

static const cs_shape_t cs_evidence_passkey_shape[] = {
    {"id", CS_SHAPE_TEXT, true, 2 * CS_MAX_CREDENTIAL_ID, NULL, NULL},
    {"rp_id", CS_SHAPE_TEXT, true, 256, NULL, NULL},
    {"origin", CS_SHAPE_TEXT, true, 256, NULL, NULL},
    CS_SHAPE_END,
};

cs_status_t
csp_evidence_binding_check(csp_evidence_t *evidence, const json_t *word, const json_t *said, const cs_key_t *key,
                           const csp_evidence_entry_t *taken)
{
    const json_t *ended = json_object_get(word, "revoked");
    csp_evidence_entry_t bound, revoked;
    cs_status_t status;

    CS_TRY(csp_evidence_entry_check(evidence, json_object_get(word, "bound"), "device.bound", &bound));
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

/* The passkey's answer to the challenge that the signing input is. */
static cs_status_t
cs_evidence_assertion_check(csp_evidence_t *evidence, const json_t *word, const cs_key_t *key, const char *input,
                            const uint8_t challenge[CS_DIGEST_SIZE], cs_jws_t *jws, cs_error_t *why)
{
    const json_t *passkey = json_object_get(json_object_get(word, "key"), "passkey");
    const json_t *assertion = json_object_get(word, "assertion");
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
cs_evidence_signature_hold(csp_evidence_t *evidence, const json_t *word, const cs_key_t *key,
                           const cs_review_countersignature_t *members, cs_jws_t *jws, cs_error_t *why)
{
    const char *text = cs_json_get_text(word, "countersignature");
    const char *input = cs_json_get_text(word, "signing_input");
    bool is_passkey = !json_is_null(json_object_get(json_object_get(word, "key"), "passkey"));
    uint8_t challenge[CS_DIGEST_SIZE];
    cs_status_t status;

    CS_REQUIRE((text == NULL) != (input == NULL) && is_passkey == (input != NULL), CS_MALFORMED);
    if (is_passkey) {
        CS_TRY(cs_review_signing_input_check(evidence->pool, cs_bytes_text(input), members, challenge, why));
        return cs_evidence_assertion_check(evidence, word, key, input, challenge, jws, why);
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
cs_evidence_text_check(const json_t *word, const char *logged)
{
    const char *jws = cs_json_get_text(word, "countersignature");
    const cs_bytes_t text = cs_bytes_text(jws != NULL ? jws : cs_json_get_text(word, "signing_input"));
    uint8_t digest[CS_DIGEST_SIZE];
    char found[CS_DIGEST_TEXT];
    cs_status_t status;

    CS_TRY(cs_digest(&text, 1, digest));
    cs_digest_text(digest, found);
    CS_REQUIRE(csp_evidence_same(found, logged), CS_BAD_SIGNATURE);
out:
    return status;
}

cs_status_t
csp_evidence_signature_check(csp_evidence_t *evidence, const json_t *word, const cs_key_t *key,
                             const cs_review_countersignature_t *members, const char *logged,
                             const csp_evidence_entry_t *taken)
{
    cs_error_t why = {0};
    cs_jws_t jws;
    cs_status_t status;

    CS_TRY(csp_evidence_hold(evidence, cs_evidence_text_check(word, logged), CS_EVIDENCE_BAD_COUNTERSIGNATURE,
                             "the log names another countersignature"));
    status = cs_evidence_signature_hold(evidence, word, key, members, &jws, &why);
    CS_TRY(
        csp_evidence_hold(evidence, status, CS_EVIDENCE_BAD_COUNTERSIGNATURE, why.text[0] == '\0' ? NULL : why.text));
    status = csp_evidence_hold(evidence, cs_evidence_made_check(&jws, taken), CS_EVIDENCE_BAD_COUNTERSIGNATURE,
                               "the member at is not of the time when it was taken");
out:
    return status;
}

cs_status_t
csp_evidence_key_read(csp_evidence_t *evidence, const json_t *word, cs_key_t **out)
{
    const char *text = cs_json_get_text(json_object_get(word, "key"), "spki");
    cs_buffer_t spki;
    cs_status_t status;

    cs_buffer_init(&spki, evidence->pool, 4096);
    CS_TRY(cs_base64url_decode(cs_bytes_text(text), &spki));
    status = cs_key_read_public(evidence->pool, cs_buffer_bytes(&spki), out);
out:
    return csp_evidence_hold(evidence, status, CS_EVIDENCE_UNBOUND, "the key is none that can be read");
}
