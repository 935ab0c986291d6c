/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one strict front for every JWS (RFC 7515 compact): shape, canonical
 * base64url, JSON without duplicates, header exactly {alg, kid, typ}, alg
 * pinned by the key, typ by the use.  No `crit`, no other member.  Only what
 * proves a key that nobody knows yet bears it: header exactly {alg, jwk, typ}.
 */
#ifndef CS_CRYPTO_JWS_H
#define CS_CRYPTO_JWS_H

#include "codec/json.h"
#include "crypto/key.h"

/* header ≤ 300 B, payload ≤ 12 KiB (an identifier inside a receipt), signature 64 B; in base64url 4/3 of it */
#define CS_MAX_JWS 16640

#define CS_TYP_COUNTERSIGNATURE "countersignature+jws"
#define CS_TYP_ATTESTATION      "attestation+jws"
#define CS_TYP_IDENTIFIER       "record-identifier+jws"
#define CS_TYP_RECEIPT          "delivery-receipt+jws"
#define CS_TYP_RECOVERY         "recovery+jws"
#define CS_TYP_TOKEN            "JWT"
#define CS_TYP_PROOF            "dpop+jwt" /* RFC 9449 */

typedef struct {
    const char *kid; /* borrowed from the pool */
    json_t *payload; /* an object */
    cs_bytes_t signing_input;
    cs_bytes_t signature; /* 64 bytes; of RSA 256 to 512 */
    const char *alg;      /* borrowed; one that the key takes */
} cs_jws_t;

/* Shape only, no signature: for finding the key by kid.  CS_MALFORMED says in error what is wrong. */
cs_status_t cs_jws_parse(cs_pool_t *pool, cs_bytes_t text, const char *typ, const char *alg, cs_jws_t *out,
                         cs_error_t *error) CS_MUST_CHECK;

/* Parses and verifies: kid must be the key's thumbprint.  CS_MALFORMED or CS_BAD_SIGNATURE. */
cs_status_t cs_jws_verify(cs_pool_t *pool, cs_bytes_t text, const char *typ, const cs_key_t *key, cs_jws_t *out,
                          cs_error_t *error) CS_MUST_CHECK;

/* Shape only, of the first two parts alone. */
cs_status_t cs_jws_parse_input(cs_pool_t *pool, cs_bytes_t text, const char *typ, const char *alg, cs_jws_t *out,
                               cs_error_t *error) CS_MUST_CHECK;

/* The first two parts alone, which something else signs (a passkey); kid and alg must be the key's. */
cs_status_t cs_jws_read_input(cs_pool_t *pool, cs_bytes_t text, const char *typ, const cs_key_t *key, cs_jws_t *out,
                              cs_error_t *error) CS_MUST_CHECK;

/*
 * Parses and verifies with the key that the header bears, which becomes `key`:
 * that it is the right key is the caller's to say.  kid stays NULL.
 */
cs_status_t cs_jws_verify_embedded(cs_pool_t *pool, cs_bytes_t text, const char *typ, cs_jws_t *out, cs_key_t **key,
                                   cs_error_t *error) CS_MUST_CHECK;

/* Appends the compact form; payload is signed as its RFC 8785 bytes. */
cs_status_t cs_jws_sign(cs_pool_t *pool, const cs_key_t *key, const char *typ, const json_t *payload, cs_buffer_t *out)
    CS_MUST_CHECK;

#endif
