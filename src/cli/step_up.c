/* SPDX-License-Identifier: Apache-2.0 */
/* A step-up: bound to one operation and one digest, and spent by it. */
#include "cli/step_up.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/guard.h"
#include "cli/print.h"
#include "codec/text.h"
#include "crypto/digest.h"

#define CS_CLI_MAX_OTP 16

static bool
cs_cli_member_equal(const json_t *object, const char *name, const char *value)
{
    return cs_bytes_equal(cs_bytes_text(cs_json_get_text(object, name)), cs_bytes_text(value));
}

bool
cs_cli_step_up_is_due(const cs_cli_t *cli)
{
    return cli->problem != NULL && cs_cli_member_equal(cli->problem, "code", "step_up_required");
}

static cs_status_t
cs_cli_otp_read(cs_cli_t *cli, char out[CS_CLI_MAX_OTP])
{
    const char *given = cs_cli_option(cli, "otp");

    if (given != NULL) {
        return cs_text_copy(cs_bytes_text(given), out, CS_CLI_MAX_OTP);
    }
    if (!isatty(STDIN_FILENO)) {
        cli->problem = NULL;
        return cs_cli_usage(cli, "this needs a one-time code: --otp CODE");
    }
    fputs("one-time code: ", stderr);
    if (fgets(out, CS_CLI_MAX_OTP, stdin) == NULL) {
        return cs_cli_usage(cli, "no one-time code was typed");
    }
    out[strcspn(out, "\r\n")] = '\0';
    return CS_OK;
}

cs_status_t
cs_cli_step_up_run(cs_cli_t *cli, cs_cli_client_t *client, const char *operation, const char *digest)
{
    char otp[CS_CLI_MAX_OTP] = "";
    cs_cli_answer_t answer;
    json_t *body = NULL;
    cs_status_t status;

    if (!cs_cli_member_equal(cli->problem, "operation", operation) ||
        !cs_cli_member_equal(cli->problem, "digest", digest)) {
        return cs_cli_fail(cli, CS_BAD_SIGNATURE, "the platform asks for a code for something else");
    }
    CS_TRY(cs_cli_otp_read(cli, otp));
    body = json_pack("{s:s, s:s, s:s}", "otp", otp, "operation", operation, "digest", digest);
    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_call(cli, client, CS_CLI_CALL_READ, "POST", "/v1/sessions/current/step-up", body, &answer));
out:
    json_decref(body);
    cs_wipe(otp, sizeof(otp));
    return status;
}

cs_status_t
cs_cli_stepped_send(cs_cli_t *cli, cs_cli_client_t *client, const char *path, json_t *body, const char *operation,
                    const char *digest)
{
    json_t *answer;
    cs_status_t status = body == NULL ? CS_NO_MEMORY : cs_cli_post(cli, client, path, body, &answer);

    if (status != CS_OK && cs_cli_step_up_is_due(cli)) {
        CS_TRY(cs_cli_step_up_run(cli, client, operation, digest));
        status = cs_cli_post(cli, client, path, body, &answer);
    }
    if (status == CS_OK) {
        cs_cli_answer_print(cli, answer);
    }
out:
    json_decref(body);
    return status;
}

/* base64url SHA-256 of the body as cs_cli_call sends it. */
static cs_status_t
cs_cli_body_digest(cs_cli_t *cli, const json_t *body, const char **out)
{
    char *text = json_dumps(body, JSON_COMPACT);
    uint8_t digest[CS_DIGEST_SIZE];
    cs_buffer_t encoded;
    cs_bytes_t bytes;
    cs_status_t status;

    cs_buffer_init(&encoded, cli->pool, 2 * CS_DIGEST_SIZE);
    CS_REQUIRE(text != NULL, CS_NO_MEMORY);
    bytes = cs_bytes_text(text);
    CS_TRY(cs_digest(&bytes, 1, digest));
    CS_TRY(cs_base64url_encode(cs_bytes(digest, sizeof(digest)), &encoded));
    *out = cs_buffer_text(&encoded);
out:
    free(text);
    return status;
}

cs_status_t
cs_cli_stepped_run(cs_cli_t *cli, const char *path, json_t *body, const char *operation)
{
    cs_cli_client_t client;
    const char *digest;
    cs_status_t status;

    CS_REQUIRE(body != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_body_digest(cli, body, &digest));
    CS_TRY(cs_cli_client_open(cli, &client));
    return cs_cli_stepped_send(cli, &client, path, body, operation, digest);
out:
    json_decref(body);
    return status;
}
