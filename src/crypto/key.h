/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asymmetric keys, parsed once.  A key knows its one algorithm, which is
 * never taken from a header (RFC 8725): P-256 is ES256, Ed25519 is EdDSA.  RSA
 * of 2,048 to 4,096 bits, which only certificates bring, signs as PS256 and
 * may have signed as RS256, since many a smart card knows nothing else.
 */
#ifndef CS_CRYPTO_KEY_H
#define CS_CRYPTO_KEY_H

#include "base/bytes.h"
#include "codec/json.h"
#include "codec/text.h"

#define CS_MAX_SIGNATURE     64  /* ES256: r ‖ s; Ed25519: 64 */
#define CS_MAX_RSA_SIGNATURE 512 /* of 4,096 bits */

typedef struct cs_key_s cs_key_t;

/* Each registers its release with the pool.  CS_BAD_KEY for any other kind of key. */
cs_status_t cs_key_read_private(cs_pool_t *pool, cs_bytes_t pem, cs_key_t **out) CS_MUST_CHECK;
cs_status_t cs_key_read_public(cs_pool_t *pool, cs_bytes_t spki_der, cs_key_t **out) CS_MUST_CHECK;

/* A public key from a JWK: nothing private in it, nothing unknown.  CS_BAD_KEY. */
cs_status_t cs_key_read_jwk(cs_pool_t *pool, const json_t *jwk, cs_key_t **out) CS_MUST_CHECK;

const char *cs_key_algorithm(const cs_key_t *key); /* "ES256", "EdDSA" or "PS256": what it signs with */
bool cs_key_takes(const cs_key_t *key, const char *algorithm);
const char *cs_key_thumbprint(const cs_key_t *key); /* RFC 7638, base64url: the `kid` everywhere */

/* The public half as DER SubjectPublicKeyInfo, and as a JWK object with kid, alg and use (RFC 7517). */
cs_status_t cs_key_public(const cs_key_t *key, cs_buffer_t *spki_der) CS_MUST_CHECK;
cs_status_t cs_key_jwk(const cs_key_t *key, cs_buffer_t *json) CS_MUST_CHECK;

/* The point or the key itself: 65 bytes (0x04 ‖ x ‖ y) of P-256, 32 of Ed25519.  Borrowed. */
cs_bytes_t cs_key_raw_public(const cs_key_t *key);

/*
 * As PEM, for a library that will parse it itself (libjwt).  The private
 * half goes into memory of the configuration's lifetime only, never a
 * request's.  CS_BAD_KEY when it is asked of a public key.
 */
cs_status_t cs_key_pem(const cs_key_t *key, bool private_half, cs_buffer_t *pem) CS_MUST_CHECK;

/* Raw 64 bytes (RFC 7518 §3.4), not DER; CS_BAD_KEY for RSA. */
cs_status_t cs_key_sign(const cs_key_t *key, cs_bytes_t message, uint8_t signature[CS_MAX_SIGNATURE]) CS_MUST_CHECK;

/* Appends the signature of any kind of key. */
cs_status_t cs_key_append_signature(const cs_key_t *key, cs_bytes_t message, cs_buffer_t *out) CS_MUST_CHECK;

cs_status_t cs_key_verify(const cs_key_t *key, cs_bytes_t message, cs_bytes_t signature)
    CS_MUST_CHECK; /* or CS_BAD_SIGNATURE */

/* The same by one of the algorithms that the key takes; CS_BAD_SIGNATURE for any other. */
cs_status_t cs_key_verify_as(const cs_key_t *key, const char *algorithm, cs_bytes_t message, cs_bytes_t signature)
    CS_MUST_CHECK;

/* The same of a signature as authenticators write it: ECDSA in DER, of which there is one form. */
cs_status_t cs_key_verify_der(const cs_key_t *key, cs_bytes_t message, cs_bytes_t signature) CS_MUST_CHECK;

#endif
