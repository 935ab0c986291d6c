/* SPDX-License-Identifier: Apache-2.0 */
/* What we read in a client certificate; whether a CA stands behind it is TLS's to say. */
#ifndef CS_CRYPTO_CERTIFICATE_H
#define CS_CRYPTO_CERTIFICATE_H

#include "crypto/key.h"

#define CS_MAX_CERTIFICATE_NAME 128

typedef struct {
    char thumbprint[CS_DIGEST_TEXT];            /* SHA-256 of the DER: RFC 8705 x5t#S256 */
    char organization[CS_MAX_CERTIFICATE_NAME]; /* the subject's O: the institution's code */
    char common_name[CS_MAX_CERTIFICATE_NAME];  /* the subject's CN: the account's name */
    int64_t not_before_us;
    int64_t not_after_us;
    cs_key_t *key; /* belongs to the pool */
} cs_certificate_t;

/* CS_MALFORMED when it is no certificate or names its holder twice, CS_INVALID_VALUE for a key we do not take. */
cs_status_t cs_certificate_read(cs_pool_t *pool, cs_bytes_t der, cs_certificate_t *out) CS_MUST_CHECK;

/* The first certificate of a PEM text as DER. */
cs_status_t cs_certificate_from_pem(cs_pool_t *pool, cs_bytes_t pem, cs_buffer_t *der) CS_MUST_CHECK;

#endif
