/* SPDX-License-Identifier: Apache-2.0 */
/* A signing key, named with its proof: docs/PROTOCOL.countersignature.md. */
#include "cli/signing_key.h"

#include "base/clock.h"
#include "base/guard.h"
#include "cli/profile.h"
#include "crypto/jws.h"

#define CS_CLI_TYP_DEVICE_KEY "device-key+jws"
#define CS_CLI_MAX_JWK        1024

static cs_status_t
cs_cli_signing_proof_make(cs_cli_t *cli, const cs_key_t *key, const cs_cli_binding_t *binding, cs_buffer_t *jws)
{
    char at[CS_TIME_TEXT];
    json_t *payload;
    cs_status_t status;

    cs_time_format(cs_clock_now_us(), at);
    payload = json_pack("{s:i, s:s, s:s, s:s, s:s}", "v", 1, "aud", binding->platform, "account", binding->account,
                        "thumbprint", binding->certificate->thumbprint, "at", at);
    CS_REQUIRE(payload != NULL, CS_NO_MEMORY);
    CS_TRY(cs_jws_sign(cli->pool, key, CS_CLI_TYP_DEVICE_KEY, payload, jws));
out:
    json_decref(payload);
    return status;
}

cs_status_t
cs_cli_signing_key_add(cs_cli_t *cli, const char *path, const cs_cli_binding_t *binding, json_t *body)
{
    json_t *key_json;
    cs_key_t *key;
    cs_buffer_t jwk, jws;
    cs_status_t status;

    cs_buffer_init(&jwk, cli->pool, CS_CLI_MAX_JWK);
    cs_buffer_init(&jws, cli->pool, CS_MAX_JWS);
    CS_TRY(cs_cli_key_read(cli, path, &key));
    CS_TRY(cs_key_jwk(key, &jwk));
    CS_TRY(cs_json_parse(cli->pool, cs_buffer_bytes(&jwk), &key_json, NULL));
    CS_TRY(cs_cli_signing_proof_make(cli, key, binding, &jws));
    CS_REQUIRE(json_object_set(body, "signing_key", key_json) == 0 &&
                   json_object_set_new(body, "signing_proof", json_string(cs_buffer_text(&jws))) == 0,
               CS_NO_MEMORY);
out:
    return status;
}
