/* SPDX-License-Identifier: Apache-2.0 */
/* What is signed about a record: the author's attestation (JR-5.1), the platform's identifier (GS-2.3.2). */
#ifndef CS_RECORD_IDENTIFIER_H
#define CS_RECORD_IDENTIFIER_H

#include "crypto/digest.h"
#include "crypto/jws.h"
#include "record/envelope.h"

/*
 * The attestation is by this key, over exactly {source, content_digest,
 * truthful: true}, and its digest is that of the content.  CS_BAD_ATTESTATION.
 */
cs_status_t cs_record_attestation_check(cs_pool_t *pool, cs_bytes_t text, const cs_key_t *key,
                                        const uint8_t content_digest[CS_DIGEST_SIZE], cs_error_t *error) CS_MUST_CHECK;

/* "sha-256=:<base64>:" (RFC 9530) */
cs_status_t cs_record_content_digest(const uint8_t digest[CS_DIGEST_SIZE], cs_buffer_t *out) CS_MUST_CHECK;

typedef struct {
    cs_record_revision_t of;
    const char *creator;     /* account id */
    const char *institution; /* id */
    const char *at;          /* RFC 3339 */
    const char *level;
    const char *grade;
} cs_record_identifier_t;

/* Appends the compact JWS; content_hash is SHA-256(salt ‖ content). */
cs_status_t cs_record_identifier_make(cs_pool_t *pool, const cs_key_t *key, const cs_record_identifier_t *identifier,
                                      const uint8_t salt[CS_RECORD_SALT_SIZE], cs_bytes_t content, cs_buffer_t *out)
    CS_MUST_CHECK;

/*
 * The same for a further revision of the content that `former` identifies, the
 * one before it: creator, institution and content_hash are that one's.
 * CS_BAD_SIGNATURE where no key of the ring signed it, or it is another's.
 */
cs_status_t cs_record_identifier_renew(cs_pool_t *pool, const cs_keyring_t *ring, const char *former,
                                       const cs_record_identifier_t *identifier, cs_buffer_t *out) CS_MUST_CHECK;

#endif
