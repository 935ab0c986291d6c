/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three kinds of keys and no others.  Those on curves have a
 * SubjectPublicKeyInfo of one fixed size when the curve is named and the point
 * uncompressed; by that size explicit curve parameters and compressed points
 * are refused, and the coordinates are its tail.
 */
#include <string.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/guard.h"
#include "crypto/digest.h"
#include "crypto/key_private.h"

#define CS_MAX_JWK_TEXT 1024
#define CS_MIN_RSA_BITS 2048
#define CS_MAX_RSA_BITS 4096
#define CS_MIN_RSA_E    65537

static const csp_key_kind_t cs_key_kinds[] = {
    {"EC", "ES256", "EC", "P-256", "prime256v1", "SHA256", 91, 32},
    {"ED25519", "EdDSA", "OKP", "Ed25519", NULL, NULL, 44, 32},
    {"RSA", "PS256", "RSA", NULL, NULL, "SHA256", 0, 0},
};

static bool
cs_key_is_strong(const EVP_PKEY *pkey)
{
    BIGNUM *e = NULL;
    bool strong = EVP_PKEY_get_bits(pkey) >= CS_MIN_RSA_BITS && EVP_PKEY_get_bits(pkey) <= CS_MAX_RSA_BITS &&
                  EVP_PKEY_get_bn_param(pkey, "e", &e) == 1 && BN_is_odd(e) && BN_num_bits(e) <= 64 &&
                  BN_get_word(e) >= CS_MIN_RSA_E;

    BN_free(e);
    return strong;
}

static bool
cs_key_is_kind(const EVP_PKEY *pkey, const csp_key_kind_t *kind)
{
    char curve[32] = "";

    if (!EVP_PKEY_is_a(pkey, kind->openssl_name)) {
        return false;
    }
    if (csp_key_kind_is_rsa(kind)) {
        return cs_key_is_strong(pkey);
    }
    return kind->openssl_curve == NULL || (EVP_PKEY_get_group_name(pkey, curve, sizeof(curve), NULL) == 1 &&
                                           cs_bytes_equal(cs_bytes_text(curve), cs_bytes_text(kind->openssl_curve)));
}

static const csp_key_kind_t *
cs_key_find_kind(const EVP_PKEY *pkey)
{
    for (size_t i = 0; i < sizeof(cs_key_kinds) / sizeof(cs_key_kinds[0]); i++) {
        if (cs_key_is_kind(pkey, &cs_key_kinds[i])) {
            return &cs_key_kinds[i];
        }
    }
    return NULL;
}

static cs_status_t
cs_key_set_spki(cs_key_t *key)
{
    unsigned char *at = key->spki;
    int size = i2d_PUBKEY(key->pkey, NULL);

    if (size < 0 || (size_t)size > CS_MAX_SPKI || (key->kind->spki_size != 0 && (size_t)size != key->kind->spki_size)) {
        return CS_BAD_KEY;
    }
    key->spki_size = (size_t)size;
    return i2d_PUBKEY(key->pkey, &at) == size ? CS_OK : CS_INTERNAL;
}

static cs_status_t
cs_key_append_number(const cs_key_t *key, const char *name, cs_buffer_t *out)
{
    uint8_t bytes[CS_MAX_RSA_BITS / 8];
    BIGNUM *number = NULL;
    cs_status_t status = CS_OK;

    CS_REQUIRE(EVP_PKEY_get_bn_param(key->pkey, name, &number) == 1, CS_INTERNAL);
    CS_REQUIRE(BN_num_bytes(number) <= (int)sizeof(bytes), CS_BAD_KEY);
    status = cs_base64url_encode(cs_bytes(bytes, (size_t)BN_bn2bin(number, bytes)), out);
out:
    BN_free(number);
    return status;
}

static cs_status_t
cs_key_rsa_members(const cs_key_t *key, const char *between, cs_buffer_t *out)
{
    cs_status_t status;

    CS_TRY(cs_buffer_append_text(out, "\"e\":\""));
    CS_TRY(cs_key_append_number(key, "e", out));
    CS_TRY(cs_buffer_append_format(out, "\",%s\"kty\":\"RSA\",\"n\":\"", between));
    CS_TRY(cs_key_append_number(key, "n", out));
    status = cs_buffer_append_text(out, between[0] == '\0' ? "\"" : "\",\"use\":\"sig\"");
out:
    return status;
}

/* The members that a thumbprint is made of, in its order, between the braces (RFC 7638, RFC 8037). */
static cs_status_t
cs_key_jwk_members(const cs_key_t *key, const char *between, cs_buffer_t *out)
{
    const csp_key_kind_t *kind = key->kind;
    size_t count = kind->openssl_curve == NULL ? 1 : 2;
    const uint8_t *coordinate = key->spki + kind->spki_size - count * kind->coordinate_size;
    cs_status_t status;

    if (csp_key_kind_is_rsa(kind)) {
        return cs_key_rsa_members(key, between, out);
    }
    CS_TRY(cs_buffer_append_format(out, "\"crv\":\"%s\",%s\"kty\":\"%s\"", kind->curve, between, kind->type));
    CS_TRY(cs_buffer_append_text(out, between[0] == '\0' ? "" : ",\"use\":\"sig\""));
    for (size_t i = 0; i < count; i++, coordinate += kind->coordinate_size) {
        CS_TRY(cs_buffer_append_format(out, ",\"%c\":\"", "xy"[i]));
        CS_TRY(cs_base64url_encode(cs_bytes(coordinate, kind->coordinate_size), out));
        CS_TRY(cs_buffer_append_text(out, "\""));
    }
out:
    return status;
}

static cs_status_t
cs_key_set_thumbprint(cs_pool_t *pool, cs_key_t *key)
{
    uint8_t digest[CS_DIGEST_SIZE];
    cs_status_t status;
    cs_buffer_t json;
    cs_bytes_t bytes;

    cs_buffer_init(&json, pool, CS_MAX_JWK_TEXT);
    CS_TRY(cs_buffer_append_text(&json, "{"));
    CS_TRY(cs_key_jwk_members(key, "", &json));
    CS_TRY(cs_buffer_append_text(&json, "}"));
    bytes = cs_buffer_bytes(&json);
    CS_TRY(cs_digest(&bytes, 1, digest));
    cs_digest_text(digest, key->thumbprint);
out:
    return status;
}

static void
cs_key_release(void *pkey)
{
    EVP_PKEY_free(pkey);
}

cs_status_t
csp_key_take(cs_pool_t *pool, EVP_PKEY *pkey, bool is_private, cs_key_t **out)
{
    cs_status_t status;
    cs_key_t *key;

    *out = NULL;
    CS_REQUIRE(pkey != NULL, CS_BAD_KEY);
    CS_TRY(cs_pool_on_clear(pool, cs_key_release, pkey));
    key = cs_pool_zalloc(pool, sizeof(*key));
    CS_REQUIRE(key != NULL, CS_NO_MEMORY);
    key->pkey = pkey;
    key->is_private = is_private;
    key->kind = cs_key_find_kind(pkey);
    CS_REQUIRE(key->kind != NULL, CS_BAD_KEY);
    CS_TRY(cs_key_set_spki(key));
    CS_TRY(cs_key_set_thumbprint(pool, key));
    *out = key;
out:
    if (status != CS_OK) {
        ERR_clear_error(); /* what a stranger sent is not the next one's error */
    }
    return status;
}

/* Keys are not encrypted by themselves; without this OpenSSL would ask at the terminal. */
static int
cs_key_no_passphrase(char *buffer, int size, int writing, void *data)
{
    (void)buffer, (void)size, (void)writing, (void)data;
    return -1;
}

cs_status_t
cs_key_read_private(cs_pool_t *pool, cs_bytes_t pem, cs_key_t **out)
{
    BIO *bio = pem.size > 0 && pem.size <= INT32_MAX ? BIO_new_mem_buf(pem.data, (int)pem.size) : NULL;
    EVP_PKEY *pkey = NULL;

    *out = NULL;
    if (bio != NULL) {
        pkey = PEM_read_bio_PrivateKey(bio, NULL, cs_key_no_passphrase, NULL);
        BIO_free(bio);
    }
    return csp_key_take(pool, pkey, true, out);
}

cs_status_t
cs_key_read_public(cs_pool_t *pool, cs_bytes_t spki_der, cs_key_t **out)
{
    const unsigned char *at = spki_der.data;
    EVP_PKEY *pkey = NULL;
    cs_status_t status;

    *out = NULL;
    if (spki_der.size > 0 && spki_der.size <= CS_MAX_SPKI) {
        pkey = d2i_PUBKEY(NULL, &at, (long)spki_der.size);
    }
    status = csp_key_take(pool, pkey, false, out);
    /* One text for one key: what stands behind it or is written otherwise is refused. */
    if (status == CS_OK && !cs_bytes_equal(spki_der, cs_bytes((*out)->spki, (*out)->spki_size))) {
        *out = NULL;
        status = CS_BAD_KEY;
    }
    return status;
}

const char *
cs_key_algorithm(const cs_key_t *key)
{
    return key->kind->algorithm;
}

bool
cs_key_takes(const cs_key_t *key, const char *algorithm)
{
    return strcmp(algorithm, key->kind->algorithm) == 0 ||
           (csp_key_kind_is_rsa(key->kind) && strcmp(algorithm, "RS256") == 0);
}

const char *
cs_key_thumbprint(const cs_key_t *key)
{
    return key->thumbprint;
}

cs_status_t
cs_key_public(const cs_key_t *key, cs_buffer_t *spki_der)
{
    return cs_buffer_append(spki_der, cs_bytes(key->spki, key->spki_size));
}

cs_bytes_t
cs_key_raw_public(const cs_key_t *key)
{
    size_t size = key->kind->openssl_curve == NULL ? 32 : 65;

    if (csp_key_kind_is_rsa(key->kind)) {
        return CS_BYTES_NONE;
    }
    return cs_bytes(key->spki + key->kind->spki_size - size, size);
}

cs_status_t
cs_key_jwk(const cs_key_t *key, cs_buffer_t *json)
{
    char kid[64];
    cs_status_t status;

    snprintf(kid, sizeof(kid), "\"kid\":\"%s\",", key->thumbprint);
    CS_TRY(cs_buffer_append_format(json, "{\"alg\":\"%s\",", key->kind->algorithm));
    CS_TRY(cs_key_jwk_members(key, kid, json));
    status = cs_buffer_append_text(json, "}");
out:
    return status;
}

cs_status_t
cs_key_pem(const cs_key_t *key, bool private_half, cs_buffer_t *pem)
{
    BIO *bio = BIO_new(BIO_s_secmem());
    cs_status_t status = CS_OK;
    char *data = NULL;
    long size;

    CS_REQUIRE(bio != NULL, CS_NO_MEMORY);
    CS_REQUIRE(!private_half || key->is_private, CS_BAD_KEY);
    CS_REQUIRE((private_half ? PEM_write_bio_PrivateKey(bio, key->pkey, NULL, NULL, 0, NULL, NULL)
                             : PEM_write_bio_PUBKEY(bio, key->pkey)) == 1,
               CS_INTERNAL);
    size = BIO_get_mem_data(bio, &data);
    CS_REQUIRE(size > 0, CS_INTERNAL);
    status = cs_buffer_append(pem, cs_bytes(data, (size_t)size));
out:
    BIO_free(bio);
    return status;
}
