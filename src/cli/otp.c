/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign otp begin|confirm: enrols an authenticator; begin shows its
 * secret once, on a terminal as a picture, too (RFC 6238).
 */
#include <string.h>
#include <unistd.h>

#include "base/guard.h"
#include "cli/call.h"
#include "cli/qr.h"
#include "cli/step_up.h"
#include "cli/verbs.h"

/* base64url SHA-256 of nothing: the body that the step-up is bound to. */
#define CS_CLI_DIGEST_OF_NOTHING "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

/* Whoever has an authenticator already shows that before another one takes its place. */
static cs_status_t
cs_cli_otp_begin_call(cs_cli_t *cli, cs_cli_client_t *client, cs_cli_answer_t *answer)
{
    cs_status_t status = cs_cli_call(cli, client, CS_CLI_CALL_READ, "POST", "/v1/otp", NULL, answer);

    if (status == CS_OK || !cs_cli_step_up_is_due(cli)) {
        return status;
    }
    CS_TRY(cs_cli_step_up_run(cli, client, "otp.begin", CS_CLI_DIGEST_OF_NOTHING));
    CS_TRY(cs_cli_call(cli, client, CS_CLI_CALL_READ, "POST", "/v1/otp", NULL, answer));
out:
    return status;
}

/* For an authenticator without a camera; the address bears it as base32, which needs no decoding. */
static void
cs_cli_secret_print(const char *uri)
{
    const char *secret = strstr(uri, "secret=");

    fputs("uri: ", stdout);
    cs_cli_text_print(stdout, uri);
    fputs("\n", stdout);
    if (secret != NULL) {
        printf("secret: %.*s\n", (int)strcspn(secret + 7, "&"), secret + 7);
    }
}

static cs_status_t
cs_cli_otp_begin_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    cs_cli_answer_t answer;
    const char *uri;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_otp_begin_call(cli, &client, &answer));
    uri = cs_json_get_text(answer.document, "uri");
    CS_REQUIRE(uri != NULL, cs_cli_fail(cli, CS_INTERNAL, "the platform answered without a secret"));
    if (cli->is_json) {
        cs_cli_answer_print(cli, answer.document);
        goto out;
    }
    if (isatty(STDOUT_FILENO)) {
        cs_cli_qr_print(stdout, uri);
    }
    cs_cli_secret_print(uri);
    puts("shown this once: scan the picture or type the secret, then countersign otp confirm --otp CODE");
out:
    return status;
}

static cs_status_t
cs_cli_otp_confirm_run(cs_cli_t *cli)
{
    json_t *body = json_pack("{s:s}", "otp", cs_cli_option(cli, "otp"));

    return cs_cli_send_run(cli, "POST", "/v1/otp/confirmation", body, "confirmed: its codes are asked for from now on");
}

static const cs_cli_option_t cs_cli_otp_begin_options[] = {
    {"otp", "CODE", "of the authenticator that is in force, where there is one", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_otp_confirm_options[] = {
    {"otp", "CODE", "what the authenticator shows now", true},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_otp_begin = {
    "otp begin",          "", 0, 0, "show the secret of a new authenticator, once", cs_cli_otp_begin_options,
    cs_cli_otp_begin_run,
};

const cs_cli_verb_t cs_cli_otp_confirm = {
    "otp confirm", "", 0, 0, "prove that the authenticator works", cs_cli_otp_confirm_options, cs_cli_otp_confirm_run,
};
