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

cs_status_t
cs_record_attestation_check(cs_pool_t *pool, cs_bytes_t text, const cs_key_t *key,
                            const uint8_t content_digest[CS_DIGEST_SIZE], cs_error_t *error)
{
    cs_jws_t jws;
    cs_buffer_t expected;
    cs_status_t status;

    cs_buffer_init(&expected, pool, CSP_MAX_CONTENT_DIGEST);

    CS_TRY(cs_record_content_digest(content_digest, &expected));

    if (cs_jws_verify(pool, text, CS_TYP_ATTESTATION, key, &jws, NULL) != CS_OK ||
        cs_shape_check(jws.payload, csp_record_attestation_shape, NULL) != CS_OK) {
        CS_FAIL(cs_error_set(error, CS_BAD_ATTESTATION, "/attestation", "it is not a signed attestation of this key"));
    }

    if (!json_is_true(json_object_get(jws.payload, "truthful")) ||
        !cs_bytes_equal(cs_bytes_text(cs_json_get_text(jws.payload, "content_digest")), cs_buffer_bytes(&expected))) {
        CS_FAIL(cs_error_set(error, CS_BAD_ATTESTATION, "/attestation", "it is about another content"));
    }

out:
    return status;
}

cs_status_t
cs_record_identifier_make(cs_pool_t *pool, const cs_key_t *key, const cs_record_identifier_t *identifier,
                          const uint8_t salt[CS_RECORD_SALT_SIZE], cs_bytes_t content, cs_buffer_t *out)
{
    json_t *payload = NULL;
    char hash[CS_DIGEST_TEXT];
    uint8_t digest[CS_DIGEST_SIZE];
    cs_status_t status;
    const cs_bytes_t parts[] = {cs_bytes(salt, CS_RECORD_SALT_SIZE), content};

    CS_TRY(cs_digest(parts, 2, digest));
    cs_digest_text(digest, hash);

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
