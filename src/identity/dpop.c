/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/dpop.h"

#include <string.h>

#include "base/guard.h"
#include "crypto/digest.h"
#include "crypto/jws.h"
#include "identity/nonce.h"
#include "identity/target.h"

#define CS_MAX_PROOF_JTI 128

/* A member that is a string of 1 to 1,024 characters, or NULL. */
static const char *
cs_identity_proof_text(const json_t *payload, const char *name)
{
    const char *text = cs_json_get_text(payload, name);

    return text != NULL && text[0] != '\0' && cs_bytes_text(text).size <= 1024 ? text : NULL;
}

/* ath is there with a token, and only then: it is the digest of that token's text. */
static bool
cs_identity_proof_is_for_token(const json_t *payload, cs_bytes_t token)
{
    const char *ath = cs_identity_proof_text(payload, "ath");
    uint8_t digest[CS_DIGEST_SIZE];
    char text[CS_DIGEST_TEXT];

    if (token.size == 0) {
        return json_object_get(payload, "ath") == NULL;
    }
    if (ath == NULL || cs_digest(&token, 1, digest) != CS_OK) {
        return false;
    }
    cs_digest_text(digest, text);
    return strcmp(ath, text) == 0;
}

static bool
cs_identity_proof_is_new(const json_t *payload, int64_t now_s)
{
    json_int_t at = cs_json_get_integer(payload, "iat", -1);

    return at >= 0 && at <= now_s + CS_PROOF_WINDOW_S && at >= now_s - CS_PROOF_WINDOW_S;
}

/* What of the claims does not fit this call, or NULL; the nonce is looked at last, by the caller. */
static const char *
cs_identity_proof_lack(const json_t *payload, const cs_identity_call_t *call)
{
    const char *jti = cs_identity_proof_text(payload, "jti");
    const char *htm = cs_identity_proof_text(payload, "htm");
    const char *htu = cs_identity_proof_text(payload, "htu");

    if (jti == NULL || cs_bytes_text(jti).size > CS_MAX_PROOF_JTI) {
        return "the proof has no jti of at most 128 characters";
    }
    if (htm == NULL || strcmp(htm, call->method) != 0) {
        return "the proof's htm is not the method of this call";
    }
    if (htu == NULL || !cs_identity_target_is(htu, call->origins, call->path)) {
        return "the proof's htu is not the address of this call";
    }
    if (!cs_identity_proof_is_for_token(payload, call->token)) {
        return "the proof's ath is not the digest of the access token of this call";
    }
    if (!cs_identity_proof_is_new(payload, call->now_s)) {
        return "the proof's iat is more than five minutes from now";
    }
    return NULL;
}

/* Neither thumbprint nor path has a line feed in it, so that no character can move between the three. */
static cs_status_t
cs_identity_proof_set_name(cs_pool_t *pool, const json_t *payload, const cs_identity_call_t *call,
                           cs_identity_proof_t *out)
{
    const cs_bytes_t parts[] = {
        cs_bytes_text(cs_key_thumbprint(out->key)),      CS_LITERAL("\n"), call->path, CS_LITERAL("\n"),
        cs_bytes_text(cs_json_get_text(payload, "jti")),
    };
    uint8_t digest[CS_DIGEST_SIZE];
    cs_status_t status;
    cs_buffer_t hex;

    cs_buffer_init(&hex, pool, CS_PROOF_NAME);
    CS_TRY(cs_digest(parts, sizeof(parts) / sizeof(parts[0]), digest));
    CS_TRY(cs_hex_encode(cs_bytes(digest, sizeof(digest)), &hex));
    status = cs_text_copy(cs_buffer_bytes(&hex), out->name, sizeof(out->name));
out:
    return status;
}

cs_status_t
cs_identity_proof_check(cs_pool_t *pool, cs_bytes_t text, const cs_identity_call_t *call, cs_identity_proof_t *out,
                        cs_error_t *error)
{
    const char *lack, *nonce;
    cs_status_t status;
    cs_jws_t jws;

    *out = (cs_identity_proof_t){.key = NULL};
    if (text.size > CS_MAX_PROOF) {
        return cs_error_set(error, CS_INVALID_PROOF, "", "the proof is larger than %d bytes", CS_MAX_PROOF);
    }
    status = cs_jws_verify_embedded(pool, text, CS_TYP_PROOF, &jws, &out->key, error);
    if (status != CS_OK) {
        out->key = NULL;
        if (error != NULL && error->status == status && status != CS_NO_MEMORY) {
            error->status = CS_INVALID_PROOF; /* its words stay */
        }
        return status == CS_NO_MEMORY ? status : CS_INVALID_PROOF;
    }
    lack = cs_identity_proof_lack(jws.payload, call);
    if (lack != NULL) {
        out->key = NULL;
        return cs_error_set(error, CS_INVALID_PROOF, "", "%s", lack);
    }
    CS_TRY(cs_identity_proof_set_name(pool, jws.payload, call, out));
    nonce = cs_identity_proof_text(jws.payload, "nonce");
    if (nonce == NULL || !cs_identity_nonce_check(call->ring, call->now_s, nonce)) {
        status =
            cs_error_set(error, CS_USE_DPOP_NONCE, "", "make the proof anew with the nonce of the DPoP-Nonce header");
    }
out:
    return status;
}
