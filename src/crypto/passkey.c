/* SPDX-License-Identifier: Apache-2.0 */
/* Authenticator data (WebAuthn §6.1): SHA-256 of the rp id (32) ‖ flags (1) ‖ sign count (4), then what the flags say. */
#include "crypto/passkey.h"

#include "base/guard.h"
#include "crypto/cose.h"

#define CS_PASSKEY_HEAD 37

#define CS_PASSKEY_PRESENT    0x01
#define CS_PASSKEY_VERIFIED   0x04
#define CS_PASSKEY_BACKUP     0x08 /* could be backed up */
#define CS_PASSKEY_BACKED_UP  0x10
#define CS_PASSKEY_ATTESTED   0x40
#define CS_PASSKEY_EXTENSIONS 0x80

typedef struct {
    uint8_t flags;
    uint32_t sign_count;
    cs_bytes_t rest; /* behind the head */
} cs_passkey_data_t;

static const cs_shape_t cs_passkey_attested_shape[] = {
    {"clientDataJSON", CS_SHAPE_TEXT, true, CS_MAX_PASSKEY_CLIENT_DATA * 4 / 3, NULL, NULL},
    {"attestationObject", CS_SHAPE_TEXT, true, CS_MAX_PASSKEY_ATTESTATION * 4 / 3, NULL, NULL},
    {"authenticatorData", CS_SHAPE_ANY, false, 0, NULL, NULL}, /* these three repeat what the object says */
    {"publicKey", CS_SHAPE_ANY, false, 0, NULL, NULL},
    {"publicKeyAlgorithm", CS_SHAPE_ANY, false, 0, NULL, NULL},
    {"transports", CS_SHAPE_TEXTS, false, 16, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_passkey_asserted_shape[] = {
    {"clientDataJSON", CS_SHAPE_TEXT, true, CS_MAX_PASSKEY_CLIENT_DATA * 4 / 3, NULL, NULL},
    {"authenticatorData", CS_SHAPE_TEXT, true, 1024, NULL, NULL},
    {"signature", CS_SHAPE_TEXT, true, 1024, NULL, NULL},
    {"userHandle", CS_SHAPE_ANY, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

#define CS_PASSKEY_SHAPE(response)                                                                                     \
    {                                                                                                                  \
        {"id", CS_SHAPE_TEXT, true, CS_MAX_CREDENTIAL_ID * 4 / 3 + 1, NULL, NULL},                                     \
            {"rawId", CS_SHAPE_TEXT, true, CS_MAX_CREDENTIAL_ID * 4 / 3 + 1, NULL, NULL},                              \
            {"type", CS_SHAPE_CODE, true, 0, "public-key", NULL},                                                      \
            {"response", CS_SHAPE_OBJECT, true, 0, NULL, response},                                                    \
            {"authenticatorAttachment", CS_SHAPE_ANY, false, 0, NULL, NULL},                                           \
            {"clientExtensionResults", CS_SHAPE_ANY, false, 0, NULL, NULL}, CS_SHAPE_END,                              \
    }

const cs_shape_t cs_passkey_registration_shape[] = CS_PASSKEY_SHAPE(cs_passkey_attested_shape);
const cs_shape_t cs_passkey_assertion_shape[] = CS_PASSKEY_SHAPE(cs_passkey_asserted_shape);

/* What a stranger's bytes do wrong is their fault, but for our memory. */
static cs_status_t
cs_passkey_refuse(cs_status_t status, cs_error_t *error, const char *text)
{
    return cs_error_set(error, status == CS_NO_MEMORY ? CS_NO_MEMORY : CS_BAD_SIGNATURE, "", "%s", text);
}

static cs_status_t
cs_passkey_decode(cs_pool_t *pool, const json_t *response, const char *member, size_t maximum, cs_bytes_t *out)
{
    cs_buffer_t bytes;
    cs_status_t status;

    cs_buffer_init(&bytes, pool, maximum);
    CS_TRY(cs_base64url_decode(cs_bytes_text(cs_json_get_text(response, member)), &bytes));
    *out = cs_buffer_bytes(&bytes);
out:
    return status;
}

static bool
cs_passkey_text_is(const json_t *object, const char *name, cs_bytes_t expected)
{
    return cs_bytes_equal(cs_bytes_text(cs_json_get_text(object, name)), expected);
}

static const char *
cs_passkey_origin_find(const json_t *client, const cs_passkey_expected_t *expected)
{
    for (size_t i = 0; i < expected->origin_count; i++) {
        if (cs_passkey_text_is(client, "origin", cs_bytes_text(expected->origins[i]))) {
            return expected->origins[i];
        }
    }
    return NULL;
}

/* The browser's own word: what it was asked for, and by which page.  No page in another's frame may ask. */
static cs_status_t
cs_passkey_client_check(cs_pool_t *pool, cs_bytes_t text, const char *type, const cs_passkey_expected_t *expected,
                        const char **origin, cs_error_t *error)
{
    cs_status_t status;
    json_t *client;
    cs_buffer_t challenge;

    cs_buffer_init(&challenge, pool, 64);
    status = cs_base64url_encode(expected->challenge, &challenge);
    if (status == CS_OK) {
        status = cs_json_parse(pool, text, &client, NULL);
    }
    if (status != CS_OK || !json_is_object(client)) {
        return cs_passkey_refuse(status, error, "the client data is no json object");
    }
    if (!cs_passkey_text_is(client, "type", cs_bytes_text(type))) {
        return cs_passkey_refuse(CS_OK, error, "the client data is of another type");
    }
    if (!cs_passkey_text_is(client, "challenge", cs_buffer_bytes(&challenge))) {
        return cs_passkey_refuse(CS_OK, error, "the challenge is another one");
    }
    *origin = cs_passkey_origin_find(client, expected);
    if (*origin == NULL || json_is_true(json_object_get(client, "crossOrigin")) ||
        json_object_get(client, "topOrigin") != NULL) {
        return cs_passkey_refuse(CS_OK, error, "it was not made for a page of this platform");
    }
    return CS_OK;
}

static uint32_t
cs_passkey_number(const uint8_t *data, size_t size)
{
    uint32_t number = 0;

    for (size_t i = 0; i < size; i++) {
        number = number << 8 | data[i];
    }
    return number;
}

/* Flags that must be set and that must not; a backed-up key that could not be backed up is no one's. */
static bool
cs_passkey_flags_fit(uint8_t flags, uint8_t attested)
{
    const uint8_t needed = CS_PASSKEY_PRESENT | CS_PASSKEY_VERIFIED;

    return (flags & needed) == needed && (flags & (CS_PASSKEY_ATTESTED | CS_PASSKEY_EXTENSIONS)) == attested &&
           (flags & (CS_PASSKEY_BACKUP | CS_PASSKEY_BACKED_UP)) != CS_PASSKEY_BACKED_UP;
}

static cs_status_t
cs_passkey_data_read(cs_bytes_t data, const char *rp_id, uint8_t attested, cs_passkey_data_t *out, cs_error_t *error)
{
    uint8_t digest[CS_DIGEST_SIZE];
    cs_bytes_t name = cs_bytes_text(rp_id);

    if (data.size < CS_PASSKEY_HEAD) {
        return cs_passkey_refuse(CS_OK, error, "the authenticator data is too short");
    }
    if (cs_digest(&name, 1, digest) != CS_OK) {
        return cs_error_set(error, CS_NO_MEMORY, "", "no digest");
    }
    if (!cs_bytes_equal(cs_bytes(digest, sizeof(digest)), cs_bytes(data.data, CS_DIGEST_SIZE))) {
        return cs_passkey_refuse(CS_OK, error, "the passkey is another platform's");
    }
    out->flags = data.data[CS_DIGEST_SIZE];
    out->sign_count = cs_passkey_number(data.data + CS_DIGEST_SIZE + 1, 4);
    out->rest = cs_bytes(data.data + CS_PASSKEY_HEAD, data.size - CS_PASSKEY_HEAD);
    if (!cs_passkey_flags_fit(out->flags, attested)) {
        return cs_passkey_refuse(CS_OK, error, "the user was not verified, or more came than was asked for");
    }
    return CS_OK;
}

/* Client data and its digest; id and rawId are one. */
static cs_status_t
cs_passkey_begin(cs_pool_t *pool, const json_t *credential, const cs_shape_t *shape, const char *type,
                 const cs_passkey_expected_t *expected, uint8_t digest[CS_DIGEST_SIZE], const char **origin,
                 cs_error_t *error)
{
    cs_bytes_t client;
    cs_status_t status;

    CS_TRY(cs_shape_check(credential, shape, error));
    if (!cs_passkey_text_is(credential, "rawId", cs_bytes_text(cs_json_get_text(credential, "id")))) {
        return cs_passkey_refuse(CS_OK, error, "id and rawId differ");
    }
    status = cs_passkey_decode(pool, json_object_get(credential, "response"), "clientDataJSON",
                               CS_MAX_PASSKEY_CLIENT_DATA, &client);
    if (status != CS_OK) {
        return cs_passkey_refuse(status, error, "the client data is not base64url");
    }
    CS_TRY(cs_passkey_client_check(pool, client, type, expected, origin, error));
    status = cs_digest(&client, 1, digest);
out:
    return status;
}

/* What was signed, and the signature, which is still to be verified. */
static cs_status_t
cs_passkey_asserted_read(cs_pool_t *pool, const json_t *assertion, const cs_passkey_expected_t *expected,
                         cs_buffer_t *message, cs_bytes_t *signature, uint32_t *sign_count, cs_error_t *error)
{
    uint8_t digest[CS_DIGEST_SIZE];
    const json_t *response = json_object_get(assertion, "response");
    cs_bytes_t data;
    cs_passkey_data_t read;
    cs_status_t status;
    const char *origin;

    CS_TRY(cs_passkey_begin(pool, assertion, cs_passkey_assertion_shape, "webauthn.get", expected, digest, &origin,
                            error));
    status = cs_passkey_decode(pool, response, "authenticatorData", 1024, &data);
    if (status == CS_OK) {
        status = cs_passkey_decode(pool, response, "signature", 1024, signature);
    }
    if (status != CS_OK) {
        return cs_passkey_refuse(status, error, "the assertion is not base64url");
    }
    CS_TRY(cs_passkey_data_read(data, expected->rp_id, 0, &read, error));
    if (read.rest.size > 0) {
        return cs_passkey_refuse(CS_OK, error, "bytes stand behind the authenticator data");
    }
    *sign_count = read.sign_count;
    cs_buffer_init(message, pool, CS_PASSKEY_HEAD + CS_DIGEST_SIZE);
    CS_TRY(cs_buffer_append(message, data));
    CS_TRY(cs_buffer_append(message, cs_bytes(digest, sizeof(digest))));
out:
    return status;
}

cs_status_t
cs_passkey_assertion_read(cs_pool_t *pool, const json_t *assertion, const cs_passkey_expected_t *expected,
                          cs_error_t *error)
{
    cs_buffer_t message;
    cs_bytes_t signature;
    uint32_t sign_count;

    return cs_passkey_asserted_read(pool, assertion, expected, &message, &signature, &sign_count, error);
}

cs_status_t
cs_passkey_assertion_check(cs_pool_t *pool, const json_t *assertion, const cs_key_t *key,
                           const cs_passkey_expected_t *expected, uint32_t *sign_count, cs_error_t *error)
{
    cs_buffer_t message;
    cs_bytes_t signature;
    uint32_t read;
    cs_status_t status;

    CS_TRY(cs_passkey_asserted_read(pool, assertion, expected, &message, &signature, &read, error));
    status = cs_key_verify_der(key, cs_buffer_bytes(&message), signature);
    if (status != CS_OK) {
        return cs_passkey_refuse(status, error, "the passkey's signature does not hold");
    }
    *sign_count = read;
out:
    return status;
}

/* aaguid (16) ‖ length of the id (2) ‖ id ‖ COSE key, and nothing behind it. */
static cs_status_t
cs_passkey_attested_read(cs_pool_t *pool, const json_t *registration, cs_bytes_t attested, cs_passkey_t *out,
                         cs_error_t *error)
{
    const size_t head = CS_AAGUID_SIZE + 2;
    cs_buffer_t text;
    cs_bytes_t rest;
    size_t size;
    cs_status_t status;

    CS_REQUIRE(attested.size > head, CS_BAD_SIGNATURE);
    out->aaguid = attested.data;
    size = cs_passkey_number(attested.data + CS_AAGUID_SIZE, 2);
    CS_REQUIRE(size >= 1 && size <= CS_MAX_CREDENTIAL_ID && size < attested.size - head, CS_BAD_SIGNATURE);
    cs_buffer_init(&text, pool, CS_MAX_CREDENTIAL_ID * 4 / 3 + 2);
    CS_TRY(cs_base64url_encode(cs_bytes(attested.data + head, size), &text));
    CS_REQUIRE(cs_passkey_text_is(registration, "id", cs_buffer_bytes(&text)), CS_BAD_SIGNATURE);
    out->credential_id = cs_buffer_text(&text);
    CS_REQUIRE(out->credential_id != NULL, CS_NO_MEMORY);
    rest = cs_bytes(attested.data + head + size, attested.size - head - size);
    status = cs_cose_key_read(pool, rest, &out->key);
out:
    return status == CS_OK ? CS_OK : cs_passkey_refuse(status, error, "the passkey's id or key cannot be used");
}

/* {fmt, attStmt, authData} */
static cs_status_t
cs_passkey_object_read(cs_pool_t *pool, cs_bytes_t object, cs_passkey_t *out)
{
    cs_cbor_item_t map, format, data;
    cs_status_t status;

    CS_TRY(cs_cbor_read(object, &map));
    CS_TRY(cs_cbor_get(&map, "fmt", &format));
    CS_TRY(cs_cbor_get(&map, "attStmt", &out->statement));
    CS_TRY(cs_cbor_get(&map, "authData", &data));
    CS_REQUIRE(format.kind == CS_CBOR_TEXT && out->statement.kind == CS_CBOR_MAP && data.kind == CS_CBOR_BYTES,
               CS_MALFORMED);
    out->format = cs_pool_text(pool, format.content.data, format.content.size);
    CS_REQUIRE(out->format != NULL, CS_NO_MEMORY);
    out->authenticator_data = data.content;
out:
    return status;
}

cs_status_t
cs_passkey_registration_read(cs_pool_t *pool, const json_t *registration, const cs_passkey_expected_t *expected,
                             cs_passkey_t *out, cs_error_t *error)
{
    cs_bytes_t object;
    cs_passkey_data_t read;
    cs_status_t status;

    *out = (cs_passkey_t){0};
    CS_TRY(cs_passkey_begin(pool, registration, cs_passkey_registration_shape, "webauthn.create", expected,
                            out->client_data_digest, &out->origin, error));
    status = cs_passkey_decode(pool, json_object_get(registration, "response"), "attestationObject",
                               CS_MAX_PASSKEY_ATTESTATION, &object);
    if (status == CS_OK) {
        status = cs_passkey_object_read(pool, object, out);
    }
    if (status != CS_OK) {
        return cs_passkey_refuse(status, error, "the attestation object cannot be read");
    }
    CS_TRY(cs_passkey_data_read(out->authenticator_data, expected->rp_id, CS_PASSKEY_ATTESTED, &read, error));
    out->sign_count = read.sign_count;
    status = cs_passkey_attested_read(pool, registration, read.rest, out, error);
out:
    return status;
}
