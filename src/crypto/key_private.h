/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CS_CRYPTO_KEY_PRIVATE_H
#define CS_CRYPTO_KEY_PRIVATE_H

#include <openssl/evp.h>

#include "crypto/key.h"

#define CS_MAX_SPKI 550 /* RSA of 4,096 bits: 512 of the modulus, 38 around it */

typedef struct {
    const char *openssl_name;
    const char *algorithm; /* RFC 7518, RFC 8037: what is signed with */
    const char *type;      /* kty */
    const char *curve;     /* crv */
    const char *openssl_curve;
    const char *digest;
    size_t spki_size; /* 0: up to the maximum */
    size_t coordinate_size;
} csp_key_kind_t;

struct cs_key_s {
    EVP_PKEY *pkey; /* belongs to the pool */
    const csp_key_kind_t *kind;
    bool is_private;
    char thumbprint[CS_DIGEST_TEXT];
    uint8_t spki[CS_MAX_SPKI];
    size_t spki_size;
};

/* The one kind whose keys have no coordinates. */
static inline bool
csp_key_kind_is_rsa(const csp_key_kind_t *kind)
{
    return kind->curve == NULL;
}

/* Takes pkey over, whatever comes of it; NULL is CS_BAD_KEY. */
cs_status_t csp_key_take(cs_pool_t *pool, EVP_PKEY *pkey, bool is_private, cs_key_t **out) CS_MUST_CHECK;

#endif
