/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign device add|renew: another certificate of mine.  A further device
 * waits for another person's word; a renewal has that of the old key (GS-2.1.3).
 */
#include "base/clock.h"
#include "base/guard.h"
#include "cli/call.h"
#include "cli/certificate.h"
#include "cli/signing_key.h"
#include "cli/verbs.h"
#include "crypto/jws.h"

#define CS_CLI_TYP_RENEWAL "device-renewal+jws"

static cs_status_t
cs_cli_device_key_add(cs_cli_t *cli, const cs_certificate_t *certificate, json_t *body)
{
    cs_cli_client_t client;
    cs_cli_binding_t binding = {.certificate = certificate};
    json_t *me;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, "/v1/me", &me));
    binding.platform = cs_json_get_text(me, "platform");
    binding.account = cs_json_get_text(json_object_get(me, "account"), "name");
    CS_TRY(cs_cli_signing_key_add(cli, cs_cli_option(cli, "signing-key"), &binding, body));
out:
    return status;
}

static cs_status_t
cs_cli_device_add_run(cs_cli_t *cli)
{
    cs_certificate_t certificate;
    json_t *body = NULL;
    const char *pem;
    cs_status_t status;

    CS_TRY(cs_cli_certificate_read(cli, cs_cli_option(cli, "certificate"), &certificate, &pem));
    body = json_pack("{s:s, s:s}", "label", cs_cli_option(cli, "label"), "certificate", pem);
    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    if (cs_cli_option(cli, "signing-key") != NULL) {
        CS_TRY(cs_cli_device_key_add(cli, &certificate, body));
    }
    CS_TRY(cs_cli_send_run(cli, "POST", "/v1/devices", json_incref(body), ""));
out:
    json_decref(body);
    return status;
}

/* {v, aud, account, device, thumbprint, at}, signed by the key of the device that is to be succeeded. */
static cs_status_t
cs_cli_renewal_sign(cs_cli_t *cli, cs_cli_client_t *client, const char *thumbprint, cs_buffer_t *jws)
{
    char at[CS_TIME_TEXT];
    json_t *me, *payload = NULL;
    cs_key_t *key;
    cs_status_t status;

    CS_TRY(cs_cli_get(cli, client, "/v1/me", &me));
    CS_TRY(cs_cli_profile_key(cli, &client->profile, &key));
    cs_time_format(cs_clock_now_us(), at);
    payload = json_pack("{s:i, s:s, s:s, s:s, s:s, s:s}", "v", 1, "aud", cs_json_get_text(me, "platform"), "account",
                        cs_json_get_text(json_object_get(me, "account"), "id"), "device", cli->arguments[0],
                        "thumbprint", thumbprint, "at", at);
    CS_REQUIRE(payload != NULL, cs_cli_fail(cli, CS_INTERNAL, "the platform does not say who I am"));
    CS_TRY(cs_jws_sign(cli->pool, key, CS_CLI_TYP_RENEWAL, payload, jws));
out:
    json_decref(payload);
    return status;
}

static cs_status_t
cs_cli_device_renew_run(cs_cli_t *cli)
{
    cs_certificate_t certificate;
    cs_cli_client_t client;
    const char *pem;
    cs_buffer_t jws;
    cs_status_t status;

    cs_buffer_init(&jws, cli->pool, CS_MAX_JWS);
    CS_TRY(cs_cli_certificate_read(cli, cs_cli_option(cli, "certificate"), &certificate, &pem));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_renewal_sign(cli, &client, certificate.thumbprint, &jws));
    CS_TRY(cs_cli_send_run(cli, "POST", cs_cli_path_build(cli, "/v1/devices/", cli->arguments[0], "/renewal"),
                           json_pack("{s:s, s:s}", "certificate", pem, "proof", cs_buffer_text(&jws)), ""));
out:
    return status;
}

static const cs_cli_option_t cs_cli_device_add_options[] = {
    {"certificate", "FILE", "the further device's certificate in PEM", true},
    {"label", "TEXT", "what to call it", true},
    {"signing-key", "FILE", "another private key, in PEM, which signs in the place of the certificate's", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_device_renew_options[] = {
    {"certificate", "FILE", "the new certificate in PEM; both hold for a while", true},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_device_add = {
    "device add",
    "",
    0,
    0,
    "propose a further device of mine; another person confirms it",
    cs_cli_device_add_options,
    cs_cli_device_add_run,
};

const cs_cli_verb_t cs_cli_device_renew = {
    "device renew",
    "DEVICE",
    1,
    1,
    "put a new certificate in the place of one that will end, vouched for by its key",
    cs_cli_device_renew_options,
    cs_cli_device_renew_run,
};
