/* SPDX-License-Identifier: Apache-2.0 */
/* JOSE carries ECDSA as r ‖ s, OpenSSL speaks DER: both directions, and nothing of other lengths. */
#include <string.h>

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include "base/guard.h"
#include "crypto/key_private.h"

#define CS_MAX_DER_SIGNATURE 72 /* sequence (2), twice an integer (2) of up to 33 bytes */
#define CS_SCALAR_SIZE       32

static bool
cs_signature_is_ecdsa(const cs_key_t *key)
{
    return key->kind->openssl_curve != NULL;
}

static cs_status_t
cs_signature_from_der(const uint8_t *der, size_t size, uint8_t out[CS_MAX_SIGNATURE])
{
    const unsigned char *at = der;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)size);
    cs_status_t status = CS_OK;

    CS_REQUIRE(pair != NULL, CS_INTERNAL);
    CS_REQUIRE(BN_bn2binpad(ECDSA_SIG_get0_r(pair), out, CS_SCALAR_SIZE) == CS_SCALAR_SIZE, CS_INTERNAL);
    CS_REQUIRE(BN_bn2binpad(ECDSA_SIG_get0_s(pair), out + CS_SCALAR_SIZE, CS_SCALAR_SIZE) == CS_SCALAR_SIZE,
               CS_INTERNAL);
out:
    ECDSA_SIG_free(pair);
    return status;
}

static cs_status_t
cs_signature_to_der(cs_bytes_t raw, uint8_t out[CS_MAX_DER_SIGNATURE], size_t *size)
{
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(raw.data, CS_SCALAR_SIZE, NULL);
    BIGNUM *s = BN_bin2bn(raw.data + CS_SCALAR_SIZE, CS_SCALAR_SIZE, NULL);
    unsigned char *at = out;
    cs_status_t status = CS_OK;
    int written;

    CS_REQUIRE(pair != NULL && r != NULL && s != NULL, CS_NO_MEMORY);
    CS_REQUIRE(ECDSA_SIG_set0(pair, r, s) == 1, CS_INTERNAL);
    r = s = NULL;
    written = i2d_ECDSA_SIG(pair, &at);
    CS_REQUIRE(written > 0, CS_INTERNAL);
    *size = (size_t)written;
out:
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(pair);
    return status;
}

/* PKCS #1: of PSS the salt is as long as the digest, and no other (RFC 7518 §3.5). */
static cs_status_t
cs_signature_set_padding(EVP_PKEY_CTX *context, const char *algorithm)
{
    bool pss = strcmp(algorithm, "PS256") == 0;

    return EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1 &&
                   (!pss || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1)
               ? CS_OK
               : CS_INTERNAL;
}

/* As OpenSSL writes it. */
static cs_status_t
cs_signature_make(const cs_key_t *key, cs_bytes_t message, uint8_t *out, size_t *size)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner = NULL;
    cs_status_t status = CS_OK;

    CS_REQUIRE(context != NULL, CS_NO_MEMORY);
    CS_REQUIRE(key->is_private, CS_BAD_KEY);
    CS_REQUIRE(EVP_DigestSignInit_ex(context, &inner, key->kind->digest, NULL, NULL, key->pkey, NULL) == 1,
               CS_INTERNAL);
    if (csp_key_kind_is_rsa(key->kind)) {
        CS_TRY(cs_signature_set_padding(inner, key->kind->algorithm));
    }
    CS_REQUIRE(EVP_DigestSign(context, out, size, message.data, message.size) == 1, CS_INTERNAL);
out:
    EVP_MD_CTX_free(context);
    return status;
}

cs_status_t
cs_key_sign(const cs_key_t *key, cs_bytes_t message, uint8_t signature[CS_MAX_SIGNATURE])
{
    uint8_t made[CS_MAX_DER_SIGNATURE];
    size_t size = sizeof(made);
    cs_status_t status;

    CS_REQUIRE(!csp_key_kind_is_rsa(key->kind), CS_BAD_KEY);
    CS_TRY(cs_signature_make(key, message, made, &size));
    if (cs_signature_is_ecdsa(key)) {
        CS_TRY(cs_signature_from_der(made, size, signature));
    } else {
        CS_REQUIRE(size == CS_MAX_SIGNATURE, CS_INTERNAL);
        cs_bytes_copy(cs_bytes(made, size), signature);
    }
out:
    return status;
}

cs_status_t
cs_key_append_signature(const cs_key_t *key, cs_bytes_t message, cs_buffer_t *out)
{
    uint8_t signature[CS_MAX_RSA_SIGNATURE];
    size_t size = sizeof(signature);
    cs_status_t status;

    if (csp_key_kind_is_rsa(key->kind)) {
        CS_TRY(cs_signature_make(key, message, signature, &size));
    } else {
        size = CS_MAX_SIGNATURE;
        CS_TRY(cs_key_sign(key, message, signature));
    }
    status = cs_buffer_append(out, cs_bytes(signature, size));
out:
    return status;
}

cs_status_t
cs_key_verify(const cs_key_t *key, cs_bytes_t message, cs_bytes_t signature)
{
    return cs_key_verify_as(key, key->kind->algorithm, message, signature);
}

cs_status_t
cs_key_verify_as(const cs_key_t *key, const char *algorithm, cs_bytes_t message, cs_bytes_t signature)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *inner = NULL;
    uint8_t der[CS_MAX_DER_SIGNATURE];
    const uint8_t *given = signature.data;
    size_t size = signature.size;
    bool rsa = csp_key_kind_is_rsa(key->kind);
    cs_status_t status = CS_OK;

    CS_REQUIRE(context != NULL, CS_NO_MEMORY);
    CS_REQUIRE(cs_key_takes(key, algorithm), CS_BAD_SIGNATURE);
    CS_REQUIRE(size == (rsa ? (size_t)EVP_PKEY_get_size(key->pkey) : CS_MAX_SIGNATURE), CS_BAD_SIGNATURE);
    if (cs_signature_is_ecdsa(key)) {
        CS_TRY(cs_signature_to_der(signature, der, &size));
        given = der;
    }
    CS_REQUIRE(EVP_DigestVerifyInit_ex(context, &inner, key->kind->digest, NULL, NULL, key->pkey, NULL) == 1,
               CS_INTERNAL);
    if (rsa) {
        CS_TRY(cs_signature_set_padding(inner, algorithm));
    }
    CS_REQUIRE(EVP_DigestVerify(context, given, size, message.data, message.size) == 1, CS_BAD_SIGNATURE);
out:
    if (status != CS_OK) {
        ERR_clear_error(); /* what a stranger sent is not the next one's error */
    }
    EVP_MD_CTX_free(context);
    return status;
}

cs_status_t
cs_key_verify_der(const cs_key_t *key, cs_bytes_t message, cs_bytes_t signature)
{
    uint8_t raw[CS_MAX_SIGNATURE], der[CS_MAX_DER_SIGNATURE];
    cs_status_t status;
    size_t size;

    if (!cs_signature_is_ecdsa(key)) {
        return cs_key_verify(key, message, signature);
    }
    CS_REQUIRE(signature.size <= CS_MAX_DER_SIGNATURE, CS_BAD_SIGNATURE);
    CS_REQUIRE(cs_signature_from_der(signature.data, signature.size, raw) == CS_OK, CS_BAD_SIGNATURE);
    CS_TRY(cs_signature_to_der(cs_bytes(raw, sizeof(raw)), der, &size));
    CS_REQUIRE(cs_bytes_equal(cs_bytes(der, size), signature), CS_BAD_SIGNATURE);
    status = cs_key_verify(key, message, cs_bytes(raw, sizeof(raw)));
out:
    return status;
}
