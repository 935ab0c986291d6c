/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/jws.h"

#include <string.h>

#include "base/guard.h"

#define CS_MAX_JWS_HEADER   300
#define CS_MAX_JWS_EMBEDDED 512 /* a jwk as a browser writes it is some 200 */
#define CS_MAX_JWS_PAYLOAD  12288

typedef struct {
    cs_bytes_t header;
    cs_bytes_t payload;
    cs_bytes_t signature;
    cs_bytes_t signing_input;
} cs_jws_parts_t;

static const cs_shape_t cs_jws_header_shape[] = {
    {"alg", CS_SHAPE_TEXT, true, 16, NULL, NULL},
    {"kid", CS_SHAPE_DIGEST, true, 0, NULL, NULL},
    {"typ", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_jws_embedded_shape[] = {
    {"alg", CS_SHAPE_TEXT, true, 16, NULL, NULL},
    {"jwk", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    {"typ", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    CS_SHAPE_END,
};

/* Up to the next dot; `text` moves behind it. */
static bool
cs_jws_take_part(cs_bytes_t *text, cs_bytes_t *part)
{
    const uint8_t *dot = text->size == 0 ? NULL : memchr(text->data, '.', text->size);

    if (dot == NULL) {
        return false;
    }
    *part = cs_bytes(text->data, (size_t)(dot - text->data));
    *text = cs_bytes(dot + 1, text->size - part->size - 1);
    return true;
}

/* A third dot stays in the signature, where no base64url decoder takes it. */
static bool
cs_jws_split(cs_bytes_t text, cs_jws_parts_t *parts)
{
    cs_bytes_t rest = text;

    if (text.size > CS_MAX_JWS || !cs_jws_take_part(&rest, &parts->header) ||
        !cs_jws_take_part(&rest, &parts->payload)) {
        return false;
    }
    parts->signature = rest;
    parts->signing_input = cs_bytes(text.data, parts->header.size + 1 + parts->payload.size);
    return true;
}

static cs_status_t
cs_jws_decode_json(cs_pool_t *pool, cs_bytes_t part, size_t maximum, json_t **out)
{
    cs_status_t status;
    cs_buffer_t bytes;

    cs_buffer_init(&bytes, pool, maximum);
    CS_TRY(cs_base64url_decode(part, &bytes));
    status = cs_json_parse(pool, cs_buffer_bytes(&bytes), out, NULL);
out:
    return status;
}

static bool
cs_jws_member_is(const json_t *header, const char *name, const char *expected)
{
    return strcmp(cs_json_get_text(header, name), expected) == 0;
}

/* What a stranger's bytes do wrong is their fault, but for our memory. */
static cs_status_t
cs_jws_refuse(cs_status_t status, cs_error_t *error, const char *text)
{
    return cs_error_set(error, status == CS_NO_MEMORY ? CS_NO_MEMORY : CS_MALFORMED, "", "%s", text);
}

/* A key of RSA signs as PS256 and may have signed as RS256; all others have one algorithm. */
static bool
cs_jws_is_alg(const json_t *header, const char *alg)
{
    return cs_jws_member_is(header, "alg", alg) ||
           (strcmp(alg, "PS256") == 0 && cs_jws_member_is(header, "alg", "RS256"));
}

static cs_status_t
cs_jws_check_header(const json_t *header, const char *typ, const char *alg, cs_error_t *error)
{
    if (!cs_jws_is_alg(header, alg)) {
        return cs_error_set(error, CS_MALFORMED, "", "the header's alg is not %s", alg);
    }
    if (!cs_jws_member_is(header, "typ", typ)) {
        return cs_error_set(error, CS_MALFORMED, "", "the header's typ is not %s", typ);
    }
    return CS_OK;
}

static cs_status_t
cs_jws_read_header(cs_pool_t *pool, cs_bytes_t part, const char *typ, const char *alg, cs_jws_t *out, cs_error_t *error)
{
    json_t *header;
    cs_status_t status = cs_jws_decode_json(pool, part, CS_MAX_JWS_HEADER, &header);

    if (status == CS_OK) {
        status = cs_shape_check(header, cs_jws_header_shape, NULL);
    }
    if (status != CS_OK) {
        return cs_jws_refuse(status, error, "the signature's header is not exactly alg, kid and typ");
    }
    status = cs_jws_check_header(header, typ, alg, error);
    out->kid = cs_json_get_text(header, "kid");
    out->alg = cs_json_get_text(header, "alg");
    return status;
}

/* The algorithm is that of the key in the header, whatever alg says: it may only agree. */
static cs_status_t
cs_jws_read_embedded(cs_pool_t *pool, cs_bytes_t part, const char *typ, cs_jws_t *out, cs_key_t **key,
                     cs_error_t *error)
{
    json_t *header;
    cs_status_t status = cs_jws_decode_json(pool, part, CS_MAX_JWS_EMBEDDED, &header);

    if (status == CS_OK) {
        status = cs_shape_check(header, cs_jws_embedded_shape, NULL);
    }
    if (status != CS_OK) {
        return cs_jws_refuse(status, error, "the signature's header is not exactly alg, jwk and typ");
    }
    status = cs_key_read_jwk(pool, json_object_get(header, "jwk"), key);
    if (status != CS_OK) {
        return cs_jws_refuse(status, error,
                             "the header's jwk is not a public key of P-256 or Ed25519 and nothing else");
    }
    out->alg = cs_key_algorithm(*key);
    return cs_jws_check_header(header, typ, out->alg, error);
}

static cs_status_t
cs_jws_read_signature(cs_pool_t *pool, cs_bytes_t part, cs_jws_t *out, cs_error_t *error)
{
    cs_status_t status;
    cs_buffer_t bytes;

    size_t maximum = out->alg[0] != 'E' ? CS_MAX_RSA_SIGNATURE : CS_MAX_SIGNATURE;

    cs_buffer_init(&bytes, pool, maximum);
    status = cs_base64url_decode(part, &bytes);
    if (status != CS_OK || (maximum == CS_MAX_SIGNATURE && bytes.size != maximum)) {
        return cs_jws_refuse(status, error, "the signature is not base64url of its algorithm's size");
    }
    out->signature = cs_buffer_bytes(&bytes);
    return CS_OK;
}

static cs_status_t
cs_jws_read_rest(cs_pool_t *pool, const cs_jws_parts_t *parts, cs_jws_t *out, cs_error_t *error)
{
    cs_status_t status = cs_jws_decode_json(pool, parts->payload, CS_MAX_JWS_PAYLOAD, &out->payload);

    if (status != CS_OK || !json_is_object(out->payload)) {
        return cs_jws_refuse(status, error, "the signature's payload is not a json object");
    }
    out->signing_input = parts->signing_input;
    return cs_jws_read_signature(pool, parts->signature, out, error);
}

cs_status_t
cs_jws_parse(cs_pool_t *pool, cs_bytes_t text, const char *typ, const char *alg, cs_jws_t *out, cs_error_t *error)
{
    cs_jws_parts_t parts;
    cs_status_t status;

    *out = (cs_jws_t){NULL, NULL, CS_BYTES_NONE, CS_BYTES_NONE, NULL};
    if (!cs_jws_split(text, &parts)) {
        return cs_jws_refuse(CS_MALFORMED, error, "the signature is not three parts of allowed size");
    }
    CS_TRY(cs_jws_read_header(pool, parts.header, typ, alg, out, error));
    status = cs_jws_read_rest(pool, &parts, out, error);
out:
    return status;
}

cs_status_t
cs_jws_verify_embedded(cs_pool_t *pool, cs_bytes_t text, const char *typ, cs_jws_t *out, cs_key_t **key,
                       cs_error_t *error)
{
    cs_jws_parts_t parts;
    cs_status_t status;

    *out = (cs_jws_t){NULL, NULL, CS_BYTES_NONE, CS_BYTES_NONE, NULL};
    *key = NULL;
    if (!cs_jws_split(text, &parts)) {
        return cs_jws_refuse(CS_MALFORMED, error, "the signature is not three parts of allowed size");
    }
    CS_TRY(cs_jws_read_embedded(pool, parts.header, typ, out, key, error));
    CS_TRY(cs_jws_read_rest(pool, &parts, out, error));
    status = cs_key_verify(*key, out->signing_input, out->signature);
    if (status != CS_OK) {
        (void)cs_error_set(error, status, "", "the signature does not hold");
    }
out:
    return status;
}

cs_status_t
cs_jws_verify(cs_pool_t *pool, cs_bytes_t text, const char *typ, const cs_key_t *key, cs_jws_t *out, cs_error_t *error)
{
    cs_status_t status = cs_jws_parse(pool, text, typ, cs_key_algorithm(key), out, error);

    if (status != CS_OK) {
        return status;
    }
    if (strcmp(out->kid, cs_key_thumbprint(key)) != 0) {
        return cs_error_set(error, CS_BAD_SIGNATURE, "", "the header's kid is not the thumbprint of the key expected");
    }
    status = cs_key_verify_as(key, out->alg, out->signing_input, out->signature);
    return status == CS_OK ? CS_OK : cs_error_set(error, status, "", "the signature does not hold");
}

cs_status_t
cs_jws_parse_input(cs_pool_t *pool, cs_bytes_t text, const char *typ, const char *alg, cs_jws_t *out, cs_error_t *error)
{
    cs_jws_parts_t parts = {.payload = text};
    cs_status_t status = CS_MALFORMED;

    *out = (cs_jws_t){NULL, NULL, text, CS_BYTES_NONE, NULL};
    if (text.size > CS_MAX_JWS || !cs_jws_take_part(&parts.payload, &parts.header)) {
        return cs_jws_refuse(status, error, "the signing input is not two parts of allowed size");
    }
    CS_TRY(cs_jws_read_header(pool, parts.header, typ, alg, out, error));
    status = cs_jws_decode_json(pool, parts.payload, CS_MAX_JWS_PAYLOAD, &out->payload);
    if (status != CS_OK || !json_is_object(out->payload)) {
        CS_FAIL(cs_jws_refuse(status, error, "the signing input's payload is not a json object"));
    }
out:
    return status;
}

cs_status_t
cs_jws_read_input(cs_pool_t *pool, cs_bytes_t text, const char *typ, const cs_key_t *key, cs_jws_t *out,
                  cs_error_t *error)
{
    cs_status_t status = cs_jws_parse_input(pool, text, typ, cs_key_algorithm(key), out, error);

    if (status == CS_OK && strcmp(out->kid, cs_key_thumbprint(key)) != 0) {
        status =
            cs_error_set(error, CS_BAD_SIGNATURE, "", "the header's kid is not the thumbprint of the key expected");
    }
    return status;
}

/* Header and payload in RFC 8785 form, base64url, with a dot between. */
static cs_status_t
cs_jws_write_signing_input(cs_pool_t *pool, const cs_key_t *key, const char *typ, const json_t *payload,
                           cs_buffer_t *out)
{
    cs_buffer_t header, body;
    cs_status_t status;

    cs_buffer_init(&header, pool, CS_MAX_JWS_HEADER);
    cs_buffer_init(&body, pool, CS_MAX_JWS_PAYLOAD);
    CS_TRY(cs_buffer_append_format(&header, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}", cs_key_algorithm(key),
                                   cs_key_thumbprint(key), typ));
    CS_TRY(cs_json_canonical(payload, &body, NULL));
    CS_TRY(cs_base64url_encode(cs_buffer_bytes(&header), out));
    CS_TRY(cs_buffer_append_text(out, "."));
    status = cs_base64url_encode(cs_buffer_bytes(&body), out);
out:
    return status;
}

cs_status_t
cs_jws_sign(cs_pool_t *pool, const cs_key_t *key, const char *typ, const json_t *payload, cs_buffer_t *out)
{
    size_t before = out->size;
    cs_buffer_t signature;
    cs_bytes_t input;
    cs_status_t status;

    cs_buffer_init(&signature, pool, CS_MAX_RSA_SIGNATURE);
    CS_REQUIRE(json_is_object(payload), CS_INVALID_VALUE);
    CS_TRY(cs_jws_write_signing_input(pool, key, typ, payload, out));
    input = cs_bytes(out->data + before, out->size - before);
    CS_TRY(cs_key_append_signature(key, input, &signature));
    CS_TRY(cs_buffer_append_text(out, "."));
    status = cs_base64url_encode(cs_buffer_bytes(&signature), out);
out:
    if (status != CS_OK) {
        out->size = before;
    }
    return status;
}
