/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include "base/clock.h"
#include "base/guard.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/passkey.h"

/*
 * The server exports a json_object() of its own, which would be called in
 * the place of jansson's.  This one, hidden, is what src/ binds to in here.
 */
__attribute__((visibility("hidden"))) json_t *
json_object(void)
{
    return json_pack("{}");
}

/*
 * Takes value over, whatever comes of it.  Written as it was parsed and not
 * in canonical form: who compares signed members shall tell 1.0 from 1.
 */
static cs_status_t
cs_answer_append(json_t *value, cs_buffer_t *out)
{
    cs_status_t status;
    uint8_t *text;
    size_t size = json_dumpb(value, NULL, 0, JSON_COMPACT);

    CS_REQUIRE(size > 0, CS_NO_MEMORY);
    CS_TRY(cs_buffer_extend(out, size, &text));
    CS_REQUIRE(json_dumpb(value, (char *)text, size, JSON_COMPACT) == size, CS_NO_MEMORY);
out:
    json_decref(value);
    return status;
}

cs_status_t
cs_answer_canonicalize(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out)
{
    cs_status_t status;
    json_t *value;

    status = cs_json_parse(pool, in[0], &value, NULL);
    if (status != CS_OK) {
        return status;
    }
    return cs_json_canonical(value, out, NULL);
}

cs_status_t
cs_answer_open_jws(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out)
{
    cs_status_t status;
    cs_key_t *key;
    cs_jws_t jws;
    const char *typ;

    typ = cs_pool_text(pool, in[1].data, in[1].size);
    CS_REQUIRE(typ != NULL, CS_NO_MEMORY);
    CS_TRY(cs_key_read_public(pool, in[2], &key));
    CS_TRY(cs_jws_verify(pool, in[0], typ, key, &jws, NULL));
    status = cs_answer_append(json_pack("{s:s, s:O}", "kid", jws.kid, "payload", jws.payload), out);
out:
    return status;
}

/* in: assertion, public key, rp id, origin. */
static cs_status_t
cs_answer_assert(cs_pool_t *pool, cs_bytes_t challenge, const cs_bytes_t *in, const cs_key_t *key, uint32_t *sign_count)
{
    cs_status_t status;
    json_t *assertion;
    const char *rp_id = cs_pool_text(pool, in[2].data, in[2].size);
    const char *origin = cs_pool_text(pool, in[3].data, in[3].size);
    const cs_passkey_expected_t expected = {challenge, rp_id, &origin, 1};

    CS_REQUIRE(rp_id != NULL && origin != NULL, CS_NO_MEMORY);
    CS_TRY(cs_json_parse(pool, in[0], &assertion, NULL));
    status = cs_passkey_assertion_check(pool, assertion, key, &expected, sign_count, NULL);
out:
    return status;
}

cs_status_t
cs_answer_open_assertion(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out)
{
    uint8_t challenge[CS_DIGEST_SIZE];
    cs_status_t status;
    cs_key_t *key;
    cs_jws_t jws;
    uint32_t sign_count;
    const char *typ = cs_pool_text(pool, in[1].data, in[1].size);

    CS_REQUIRE(typ != NULL, CS_NO_MEMORY);
    CS_TRY(cs_key_read_public(pool, in[3], &key));
    CS_TRY(cs_jws_read_input(pool, in[0], typ, key, &jws, NULL));
    CS_TRY(cs_digest(&in[0], 1, challenge));
    CS_TRY(cs_answer_assert(pool, cs_bytes(challenge, sizeof(challenge)), in + 2, key, &sign_count));
    status = cs_answer_append(
        json_pack("{s:s, s:O, s:I}", "kid", jws.kid, "payload", jws.payload, "sign_count", (json_int_t)sign_count),
        out);
out:
    return status;
}

cs_status_t
cs_answer_check_assertion(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out)
{
    cs_status_t status;
    cs_key_t *key;
    uint32_t sign_count;

    CS_TRY(cs_key_read_public(pool, in[2], &key));
    CS_TRY(cs_answer_assert(pool, in[0], in + 1, key, &sign_count));
    status = cs_answer_append(json_pack("{s:I}", "sign_count", (json_int_t)sign_count), out);
out:
    return status;
}

/* The public key's one encoding, in hexadecimal. */
static cs_status_t
cs_answer_spki(cs_pool_t *pool, const cs_key_t *key, const char **out)
{
    cs_status_t status;
    cs_buffer_t spki, hex;

    cs_buffer_init(&spki, pool, 1024); /* RSA of 4,096 bits: 550 */
    cs_buffer_init(&hex, pool, 2049);
    CS_TRY(cs_key_public(key, &spki));
    CS_TRY(cs_hex_encode(cs_buffer_bytes(&spki), &hex));
    *out = cs_buffer_text(&hex);
    CS_REQUIRE(*out != NULL, CS_NO_MEMORY);
out:
    return status;
}

cs_status_t
cs_answer_read_certificate(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out)
{
    cs_status_t status;
    cs_certificate_t certificate;
    const char *spki;
    char not_before[CS_TIME_TEXT], not_after[CS_TIME_TEXT];

    CS_TRY(cs_certificate_read(pool, in[0], &certificate));
    CS_TRY(cs_answer_spki(pool, certificate.key, &spki));
    cs_time_format(certificate.not_before_us, not_before);
    cs_time_format(certificate.not_after_us, not_after);
    status = cs_answer_append(json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "thumbprint", certificate.thumbprint,
                                        "kid", cs_key_thumbprint(certificate.key), "spki", spki, "organization",
                                        certificate.organization, "common_name", certificate.common_name, "not_before",
                                        not_before, "not_after", not_after),
                              out);
out:
    return status;
}

cs_status_t
cs_answer_read_key(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out)
{
    cs_status_t status;
    cs_key_t *key;
    const char *spki;

    CS_TRY(cs_key_read_public(pool, in[0], &key));
    CS_TRY(cs_answer_spki(pool, key, &spki));
    status = cs_answer_append(
        json_pack("{s:s, s:s, s:s}", "thumbprint", cs_key_thumbprint(key), "kid", cs_key_thumbprint(key), "spki", spki),
        out);
out:
    return status;
}
