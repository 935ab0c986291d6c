/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passkeys (WebAuthn): what a browser hands over, as PublicKeyCredential's
 * toJSON() writes it, checked down to the last byte.  Only user-verified
 * answers count; extensions are not asked for and not taken.  What the
 * attestation is worth is src/identity's to say (docs/PROTOCOL.passkey.md).
 */
#ifndef CS_CRYPTO_PASSKEY_H
#define CS_CRYPTO_PASSKEY_H

#include "codec/cbor.h"
#include "codec/json.h"
#include "crypto/digest.h"
#include "crypto/key.h"

#define CS_MAX_PASSKEY_CLIENT_DATA 2048
#define CS_MAX_PASSKEY_ATTESTATION 16384 /* a chain of four certificates and what is attested */
#define CS_MAX_CREDENTIAL_ID       1023  /* bytes (WebAuthn §4) */
#define CS_AAGUID_SIZE             16

/* What every answer must be made for. */
typedef struct {
    cs_bytes_t challenge;
    const char *rp_id;
    const char *const *origins; /* one of these */
    size_t origin_count;
} cs_passkey_expected_t;

/* A registration that holds in itself. */
typedef struct {
    cs_key_t *key;
    const char *credential_id; /* base64url */
    const char *origin;        /* which of the expected ones */
    uint32_t sign_count;
    const uint8_t *aaguid; /* CS_AAGUID_SIZE bytes */
    const char *format;    /* of the attestation statement: "none", "packed" … */
    cs_cbor_item_t statement;
    cs_bytes_t authenticator_data;
    uint8_t client_data_digest[CS_DIGEST_SIZE];
} cs_passkey_t;

/* What the routes check bodies with: RegistrationResponseJSON and AuthenticationResponseJSON of WebAuthn level 3. */
extern const cs_shape_t cs_passkey_registration_shape[];
extern const cs_shape_t cs_passkey_assertion_shape[];

/*
 * All of it but what the attestation is worth: challenge, origin, rp id, user
 * present and verified, and a key that we take.  CS_MALFORMED or
 * CS_BAD_SIGNATURE with a text, or CS_NO_MEMORY.
 */
cs_status_t cs_passkey_registration_read(cs_pool_t *pool, const json_t *registration,
                                         const cs_passkey_expected_t *expected, cs_passkey_t *out, cs_error_t *error)
    CS_MUST_CHECK;

/* The same of an assertion, for those who have not its key: all but the signature. */
cs_status_t cs_passkey_assertion_read(cs_pool_t *pool, const json_t *assertion, const cs_passkey_expected_t *expected,
                                      cs_error_t *error) CS_MUST_CHECK;

/* The same, and that the key signed it; whether the count has grown is the caller's to say. */
cs_status_t cs_passkey_assertion_check(cs_pool_t *pool, const json_t *assertion, const cs_key_t *key,
                                       const cs_passkey_expected_t *expected, uint32_t *sign_count, cs_error_t *error)
    CS_MUST_CHECK;

#endif
