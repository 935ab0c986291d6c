/* SPDX-License-Identifier: Apache-2.0 */
#include "authenticator.h"

#include <openssl/ecdsa.h>
#include <stdlib.h>

static const char *const test_origins[] = {"https://other.example", TEST_ORIGIN};
const cs_passkey_expected_t test_expected = {
    {(const uint8_t *)"0123456789abcdef0123456789abcdef", 32}, TEST_RP_ID, test_origins, 2};

static void
test_must(cs_status_t status)
{
    if (status != CS_OK) {
        abort();
    }
}

static void
test_put(cs_buffer_t *out, cs_bytes_t bytes)
{
    test_must(cs_buffer_append(out, bytes));
}

static const char *
test_base64url(cs_bytes_t bytes)
{
    cs_buffer_t text = test_buffer(65536);

    test_must(cs_base64url_encode(bytes, &text));
    return cs_buffer_text(&text);
}

test_authenticator_t
test_authenticator(const cs_key_t *key, bool attested)
{
    return (test_authenticator_t){
        .key = key,
        .type = attested ? "webauthn.create" : "webauthn.get",
        .origin = TEST_ORIGIN,
        .more = ",\"crossOrigin\":false",
        .challenge = TEST_CHALLENGE,
        .rp_id = TEST_RP_ID,
        .flags = attested ? 0x45 : 0x05,
        .sign_count = 7,
        .format = "none",
        .statement = CS_LITERAL("\xa0"),
    };
}

static cs_bytes_t
test_client_data(const test_authenticator_t *with)
{
    cs_buffer_t out = test_buffer(8192);

    test_must(cs_buffer_append_format(&out, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"%s}", with->type,
                                      test_base64url(with->challenge), with->origin, with->more));
    return cs_buffer_bytes(&out);
}

static void
test_put_cose(cs_buffer_t *out, const cs_key_t *key)
{
    cs_bytes_t raw = cs_key_raw_public(key);

    if (raw.size == 32) {
        test_put(out, CS_LITERAL("\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20"));
        test_put(out, raw);
        return;
    }
    test_put(out, CS_LITERAL("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"));
    test_put(out, cs_bytes(raw.data + 1, 32));
    test_put(out, CS_LITERAL("\x22\x58\x20"));
    test_put(out, cs_bytes(raw.data + 33, 32));
}

static cs_bytes_t
test_data(const test_authenticator_t *with, bool attested)
{
    cs_buffer_t out = test_buffer(1024);
    cs_bytes_t name = cs_bytes_text(with->rp_id);
    uint8_t digest[CS_DIGEST_SIZE];
    const uint8_t head[5] = {with->flags, (uint8_t)(with->sign_count >> 24), (uint8_t)(with->sign_count >> 16),
                             (uint8_t)(with->sign_count >> 8), (uint8_t)with->sign_count};

    test_must(cs_digest(&name, 1, digest));
    test_put(&out, cs_bytes(digest, sizeof(digest)));
    test_put(&out, cs_bytes(head, sizeof(head)));
    if (attested) {
        test_put(&out, CS_LITERAL("0123456789abcdef\x00\x04name"));
        test_put_cose(&out, with->key);
    }
    test_put(&out, with->behind);
    return cs_buffer_bytes(&out);
}

cs_bytes_t
test_signed_bytes(const test_authenticator_t *with, bool attested)
{
    cs_buffer_t out = test_buffer(2048);
    cs_bytes_t client = test_client_data(with);
    uint8_t digest[CS_DIGEST_SIZE];

    test_must(cs_digest(&client, 1, digest));
    test_put(&out, test_data(with, attested));
    test_put(&out, cs_bytes(digest, sizeof(digest)));
    return cs_buffer_bytes(&out);
}

cs_bytes_t
test_sign_der(const cs_key_t *key, cs_bytes_t message)
{
    uint8_t raw[CS_MAX_SIGNATURE];
    cs_buffer_t out = test_buffer(128);
    ECDSA_SIG *pair = ECDSA_SIG_new();
    unsigned char der[80], *at = der;
    int size;

    test_must(cs_key_sign(key, message, raw));
    if (cs_key_raw_public(key).size == 32) {
        test_put(&out, cs_bytes(raw, sizeof(raw)));
    } else {
        ECDSA_SIG_set0(pair, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL));
        size = i2d_ECDSA_SIG(pair, &at);
        test_put(&out, cs_bytes(der, (size_t)size));
    }
    ECDSA_SIG_free(pair);
    return cs_buffer_bytes(&out);
}

static json_t *
test_owned(json_t *value)
{
    if (value == NULL || cs_pool_on_clear(POOL, (cs_cleanup_pt)json_decref, value) != CS_OK) {
        abort();
    }
    return value;
}

json_t *
test_assert(const test_authenticator_t *with)
{
    cs_bytes_t signature = test_sign_der(with->key, test_signed_bytes(with, false));

    return test_owned(json_pack("{s:s, s:s, s:s, s:{s:s, s:s, s:s}, s:{}}", "id", "bmFtZQ", "rawId", "bmFtZQ", "type",
                                "public-key", "response", "clientDataJSON", test_base64url(test_client_data(with)),
                                "authenticatorData", test_base64url(test_data(with, false)), "signature",
                                test_base64url(signature), "clientExtensionResults"));
}

json_t *
test_register(const test_authenticator_t *with)
{
    cs_buffer_t object = test_buffer(16384);
    cs_bytes_t data = test_data(with, true);
    const uint8_t sizes[2] = {(uint8_t)(data.size >> 8), (uint8_t)data.size};
    const uint8_t format = (uint8_t)(0x60 + cs_bytes_text(with->format).size);

    test_put(&object, CS_LITERAL("\xa3\x63"
                                 "fmt"));
    test_put(&object, cs_bytes(&format, 1));
    test_put(&object, cs_bytes_text(with->format));
    test_put(&object, CS_LITERAL("\x67"
                                 "attStmt"));
    test_put(&object, with->statement);
    test_put(&object, CS_LITERAL("\x68"
                                 "authData"));
    test_put(&object, sizes[0] == 0 ? CS_LITERAL("\x58") : CS_LITERAL("\x59"));
    test_put(&object, sizes[0] == 0 ? cs_bytes(sizes + 1, 1) : cs_bytes(sizes, 2));
    test_put(&object, data);
    return test_owned(json_pack("{s:s, s:s, s:s, s:{s:s, s:s}, s:{}}", "id", "bmFtZQ", "rawId", "bmFtZQ", "type",
                                "public-key", "response", "clientDataJSON", test_base64url(test_client_data(with)),
                                "attestationObject", test_base64url(cs_buffer_bytes(&object)),
                                "clientExtensionResults"));
}
