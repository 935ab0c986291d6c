/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public keys from JWKs (RFC 7517, RFC 7518 §6, RFC 8037).  The coordinates
 * go behind the fixed head of their kind's SubjectPublicKeyInfo, so that all
 * further checks, that the point lies on the curve among them, are those of
 * every other key.
 */
#include <string.h>

#include "base/guard.h"
#include "crypto/key.h"

#define CS_JWK_COORDINATE 32
#define CS_MAX_JWK_SPKI   91

/* What WebCrypto and others write beside the key itself says nothing that is not checked; a private member is unknown. */
static const cs_shape_t cs_jwk_shape[] = {
    {"kty", CS_SHAPE_CODE, true, 0, "EC|OKP", NULL},
    {"crv", CS_SHAPE_CODE, true, 0, "P-256|Ed25519", NULL},
    {"x", CS_SHAPE_DIGEST, true, 0, NULL, NULL}, /* 32 bytes, as a digest has */
    {"y", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    {"alg", CS_SHAPE_CODE, false, 0, "ES256|EdDSA|Ed25519", NULL},
    {"use", CS_SHAPE_CODE, false, 0, "sig", NULL},
    {"key_ops", CS_SHAPE_SET, false, 1, "verify", NULL},
    {"ext", CS_SHAPE_BOOLEAN, false, 0, NULL, NULL},
    {"kid", CS_SHAPE_TEXT, false, 128, NULL, NULL},
    CS_SHAPE_END,
};

typedef struct {
    const char *type;
    const char *curve;
    const char *algorithms[2];
    cs_bytes_t head; /* of the SubjectPublicKeyInfo, up to the coordinates */
    bool has_y;
} cs_jwk_kind_t;

static const cs_jwk_kind_t cs_jwk_kinds[] = {
    {"EC",
     "P-256",
     {"ES256", "ES256"},
     CS_LITERAL("\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42"
                "\x00\x04"),
     true},
    {"OKP", "Ed25519", {"EdDSA", "Ed25519"}, CS_LITERAL("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"), false},
};

static bool
cs_jwk_is_kind(const json_t *jwk, const cs_jwk_kind_t *kind)
{
    const char *algorithm = cs_json_get_text(jwk, "alg");

    return strcmp(cs_json_get_text(jwk, "kty"), kind->type) == 0 &&
           strcmp(cs_json_get_text(jwk, "crv"), kind->curve) == 0 &&
           (json_object_get(jwk, "y") != NULL) == kind->has_y &&
           (algorithm == NULL || strcmp(algorithm, kind->algorithms[0]) == 0 ||
            strcmp(algorithm, kind->algorithms[1]) == 0);
}

static const cs_jwk_kind_t *
cs_jwk_find_kind(const json_t *jwk)
{
    for (size_t i = 0; i < sizeof(cs_jwk_kinds) / sizeof(cs_jwk_kinds[0]); i++) {
        if (cs_jwk_is_kind(jwk, &cs_jwk_kinds[i])) {
            return &cs_jwk_kinds[i];
        }
    }
    return NULL;
}

static cs_status_t
cs_jwk_append(const json_t *jwk, const char *name, cs_pool_t *pool, cs_buffer_t *spki)
{
    cs_status_t status;
    cs_buffer_t bytes;

    cs_buffer_init(&bytes, pool, CS_JWK_COORDINATE);
    CS_TRY(cs_base64url_decode(cs_bytes_text(cs_json_get_text(jwk, name)), &bytes));
    status = cs_buffer_append(spki, cs_buffer_bytes(&bytes));
out:
    return status;
}

cs_status_t
cs_key_read_jwk(cs_pool_t *pool, const json_t *jwk, cs_key_t **out)
{
    const cs_jwk_kind_t *kind;
    cs_status_t status;
    cs_buffer_t spki;

    *out = NULL;
    cs_buffer_init(&spki, pool, CS_MAX_JWK_SPKI);
    CS_TRY(cs_shape_check(jwk, cs_jwk_shape, NULL));
    kind = cs_jwk_find_kind(jwk);
    CS_REQUIRE(kind != NULL, CS_BAD_KEY);
    CS_TRY(cs_buffer_append(&spki, kind->head));
    CS_TRY(cs_jwk_append(jwk, "x", pool, &spki));
    if (kind->has_y) {
        CS_TRY(cs_jwk_append(jwk, "y", pool, &spki));
    }
    status = cs_key_read_public(pool, cs_buffer_bytes(&spki), out);
out:
    return status == CS_OK || status == CS_NO_MEMORY ? status : CS_BAD_KEY;
}
