/* SPDX-License-Identifier: Apache-2.0 */
/* The attestation is checked here and once more in the database; the identifier is made here only. */
#include "record/identifier.h"

#include "base/guard.h"

#define CSP_MAX_CONTENT_DIGEST 64 /* "sha-256=:" 44 ":" */

static const cs_shape_t csp_record_attestation_shape[] = {
    {.name = "source", .kind = CS_SHAPE_TEXT, .required = true, .maximum = 2048},
    {.name = "content_digest", .kind = CS_SHAPE_TEXT, .required = true, .maximum = CSP_MAX_CONTENT_DIGEST},
    {.name = "truthful", .kind = CS_SHAPE_BOOLEAN, .required = true},
    {.name = NULL},
};

cs_status_t
cs_record_content_digest(const uint8_t digest[CS_DIGEST_SIZE], cs_buffer_t *out)
{
    cs_status_t status;

    CS_TRY(cs_buffer_append_text(out, "sha-256=:"));
    CS_TRY(cs_base64_encode(cs_bytes(digest, CS_DIGEST_SIZE), out));
    CS_TRY(cs_buffer_append_text(out, ":"));

out:
    return status;
}

/* What the payload says that is not so, or NULL. */
static const char *
csp_record_attestation_lack(const json_t *payload, cs_bytes_t expected)
{
    if (!json_is_true(json_object_get(payload, "truthful"))) {
        return "the member truthful is not true";
    }

    return cs_bytes_equal(cs_bytes_text(cs_json_get_text(payload, "content_digest")), expected)
               ? NULL
               : "the member content_digest is not the digest of the content";
}

cs_status_t
cs_record_attestation_check(cs_pool_t *pool, cs_bytes_t text, const cs_key_t *key,
                            const uint8_t content_digest[CS_DIGEST_SIZE], cs_error_t *error)
{
    cs_jws_t jws;
    const char *lack;
    cs_buffer_t expected;
    cs_status_t status;
    cs_error_t inner = {0};

    cs_buffer_init(&expected, pool, CSP_MAX_CONTENT_DIGEST);

    CS_TRY(cs_record_content_digest(content_digest, &expected));

    status = cs_jws_verify(pool, text, CS_TYP_ATTESTATION, key, &jws, &inner);

    if (status == CS_OK) {
        status = cs_shape_check(jws.payload, csp_record_attestation_shape, &inner);
    }

    CS_REQUIRE(status != CS_NO_MEMORY, CS_NO_MEMORY);

    if (status != CS_OK) {
        CS_FAIL(cs_error_set(error, CS_BAD_ATTESTATION, "/attestation", "%s%s%s", inner.pointer,
                             inner.pointer[0] == '\0' ? "" : ": ", inner.text));
    }

    lack = csp_record_attestation_lack(jws.payload, cs_buffer_bytes(&expected));
    if (lack != NULL) {
        CS_FAIL(cs_error_set(error, CS_BAD_ATTESTATION, "/attestation", "%s", lack));
    }

out:
    return status;
}

static cs_status_t
csp_record_identifier_sign(cs_pool_t *pool, const cs_key_t *key, const cs_record_identifier_t *identifier,
                           const char *hash, cs_buffer_t *out)
{
    json_t *payload;
    cs_status_t status;

    payload =
        json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:s}", "record", identifier->of.record, "revision",
                  (int)identifier->of.revision, "creator", identifier->creator, "institution", identifier->institution,
                  "at", identifier->at, "level", identifier->level, "grade", identifier->grade, "content_hash", hash);
    CS_REQUIRE(payload != NULL, CS_NO_MEMORY);
    CS_TRY(cs_jws_sign(pool, key, CS_TYP_IDENTIFIER, payload, out));

out:
    json_decref(payload);

    return status;
}

cs_status_t
cs_record_identifier_make(cs_pool_t *pool, const cs_key_t *key, const cs_record_identifier_t *identifier,
                          const uint8_t salt[CS_RECORD_SALT_SIZE], cs_bytes_t content, cs_buffer_t *out)
{
    char hash[CS_DIGEST_TEXT];
    uint8_t digest[CS_DIGEST_SIZE];
    cs_status_t status;
    const cs_bytes_t parts[] = {cs_bytes(salt, CS_RECORD_SALT_SIZE), content};

    CS_TRY(cs_digest(parts, 2, digest));
    cs_digest_text(digest, hash);
    CS_TRY(csp_record_identifier_sign(pool, key, identifier, hash, out));

out:
    return status;
}

/* What an older key signed holds as well. */
static cs_status_t
csp_record_identifier_verify(cs_pool_t *pool, const cs_keyring_t *ring, const char *text, cs_jws_t *out)
{
    const cs_key_t *key;
    cs_status_t status = CS_BAD_SIGNATURE;

    for (unsigned version = 1; version <= CS_MAX_KEY_VERSION && status != CS_OK && status != CS_NO_MEMORY; version++) {
        status = cs_keyring_get_key(ring, "identifier", version, &key);
        if (status == CS_OK) {
            status = cs_jws_verify(pool, cs_bytes_text(text), CS_TYP_IDENTIFIER, key, out, NULL);
        }
    }

    return status == CS_OK || status == CS_NO_MEMORY ? status : CS_BAD_SIGNATURE;
}

cs_status_t
cs_record_identifier_renew(cs_pool_t *pool, const cs_keyring_t *ring, const char *former,
                           const cs_record_identifier_t *identifier, cs_buffer_t *out)
{
    cs_jws_t jws;
    const char *hash;
    const cs_key_t *key;
    cs_status_t status;
    cs_record_identifier_t renewed = *identifier;

    CS_TRY(csp_record_identifier_verify(pool, ring, former, &jws));
    CS_REQUIRE(
        cs_bytes_equal(cs_bytes_text(cs_json_get_text(jws.payload, "record")), cs_bytes_text(identifier->of.record)) &&
            cs_json_get_integer(jws.payload, "revision", -1) + 1 == (json_int_t)identifier->of.revision,
        CS_BAD_SIGNATURE);

    renewed.creator = cs_json_get_text(jws.payload, "creator");
    renewed.institution = cs_json_get_text(jws.payload, "institution");
    hash = cs_json_get_text(jws.payload, "content_hash");

    CS_TRY(cs_keyring_get_key(ring, "identifier", 0, &key));
    CS_TRY(csp_record_identifier_sign(pool, key, &renewed, hash, out));

out:
    return status;
}
