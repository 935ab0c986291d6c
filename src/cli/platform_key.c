/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JWK (RFC 7517) to key.  The kid is compared with the thumbprint of the key
 * that was read, so that a key set cannot pass off one key as another.
 */
#include "cli/platform_key.h"

#include "base/guard.h"

#define CS_CLI_P256_COORDINATE 32

/* SubjectPublicKeyInfo of P-256 up to the point (RFC 5480), which follows as 0x04 ‖ x ‖ y. */
static const uint8_t cs_cli_p256_prefix[] = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
    0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
};

static cs_status_t
cs_cli_jwk_read(cs_cli_t *cli, const json_t *jwk, cs_key_t **out)
{
    cs_buffer_t spki;
    cs_status_t status;

    cs_buffer_init(&spki, cli->pool, sizeof(cs_cli_p256_prefix) + (size_t)2 * CS_CLI_P256_COORDINATE);
    CS_REQUIRE(cs_bytes_equal(cs_bytes_text(cs_json_get_text(jwk, "crv")), CS_LITERAL("P-256")), CS_BAD_KEY);
    CS_TRY(cs_buffer_append(&spki, cs_bytes(cs_cli_p256_prefix, sizeof(cs_cli_p256_prefix))));
    CS_TRY(cs_base64url_decode(cs_bytes_text(cs_json_get_text(jwk, "x")), &spki));
    CS_TRY(cs_base64url_decode(cs_bytes_text(cs_json_get_text(jwk, "y")), &spki));
    CS_REQUIRE(spki.size == spki.maximum, CS_BAD_KEY);
    CS_TRY(cs_key_read_public(cli->pool, cs_buffer_bytes(&spki), out));
out:
    return status;
}

static const cs_key_t *
cs_cli_jwks_find(cs_cli_t *cli, const json_t *jwks, const char *kid)
{
    size_t i;
    json_t *jwk;
    cs_key_t *key;

    json_array_foreach(json_object_get(jwks, "keys"), i, jwk) {
        if (cs_cli_jwk_read(cli, jwk, &key) == CS_OK &&
            cs_bytes_equal(cs_bytes_text(cs_key_thumbprint(key)), cs_bytes_text(kid))) {
            return key;
        }
    }
    return NULL;
}

cs_status_t
cs_cli_platform_jws_verify(cs_cli_t *cli, cs_cli_client_t *client, const char *jws, const char *typ, json_t **payload)
{
    cs_cli_answer_t answer;
    const cs_key_t *key;
    cs_jws_t parsed;
    cs_error_t why = {0};
    cs_status_t status;

    if (jws == NULL || cs_jws_parse(cli->pool, cs_bytes_text(jws), typ, "ES256", &parsed, &why) != CS_OK) {
        return cs_cli_fail(cli, CS_BAD_SIGNATURE, "the platform's %s is malformed: %.100s", typ, why.text);
    }
    CS_TRY(cs_cli_call(cli, client, CS_CLI_CALL_STRANGER, "GET", "/.well-known/jwks.json", NULL, &answer));
    key = cs_cli_jwks_find(cli, answer.document, parsed.kid);
    if (key == NULL || cs_jws_verify(cli->pool, cs_bytes_text(jws), typ, key, &parsed, &why) != CS_OK) {
        return cs_cli_fail(cli, CS_BAD_SIGNATURE, "the signature of the %s does not hold under a key of the platform",
                           typ);
    }
    *payload = parsed.payload;
out:
    return status;
}
