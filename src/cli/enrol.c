/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign enrol: binds the certificate of this connection and sets the
 * first password.  People of a beginning or an admission have no code: their
 * certificate was pinned (GS-2.1.1, GS-2.1.2).  Where the profile names a signing
 * key, that key is bound with it.
 */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/guard.h"
#include "cli/certificate.h"
#include "cli/client.h"
#include "cli/file.h"
#include "cli/hint.h"
#include "cli/password.h"
#include "cli/print.h"
#include "cli/signing_key.h"
#include "cli/verbs.h"

#define CS_CLI_MAX_CODE 64 /* two halves of 22 characters and the dot */

/* --code-file keeps it out of the list of processes. */
static cs_status_t
cs_cli_enrol_code_read(cs_cli_t *cli, const char **out)
{
    const char *path = cs_cli_option(cli, "code-file");
    cs_buffer_t code;
    cs_status_t status = CS_OK;

    *out = cs_cli_option(cli, "code");
    if (path != NULL) {
        CS_TRY(cs_cli_file_read(cli, path, CS_CLI_MAX_CODE, &code));
        while (code.size > 0 && code.data[code.size - 1] <= ' ') {
            code.size--;
        }
        *out = cs_buffer_text(&code);
    }
    if (*out != NULL && strchr(*out, '.') == NULL) {
        return cs_cli_usage(cli, "that is half of a code: the officer who created or reset the account has the first, "
                                 "the last reviewer who approved it the second; give HALF1.HALF2");
    }
out:
    return status;
}

static cs_status_t
cs_cli_enrol_body_build(cs_cli_t *cli, const cs_cli_profile_t *profile, const cs_cli_password_t *password, json_t **out)
{
    const char *account = cs_cli_option(cli, "account"), *label = cs_cli_option(cli, "label"), *code;
    char host[HOST_NAME_MAX + 1] = "";
    cs_status_t status;

    CS_TRY(cs_cli_enrol_code_read(cli, &code));
    CS_REQUIRE(label != NULL || (gethostname(host, sizeof(host) - 1) == 0 && host[0] != '\0'),
               cs_cli_usage(cli, "this machine has no name: give --label"));
    *out = json_pack("{s:s, s:s, s:s, s:s*}", "account",
                     account == NULL ? cs_cli_profile_text(profile, "account") : account, "label",
                     label == NULL ? host : label, "password", password->text, "enrolment_code", code);
    CS_REQUIRE(*out != NULL, CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t
cs_cli_enrol_key_add(cs_cli_t *cli, const cs_cli_profile_t *profile, json_t *body)
{
    cs_certificate_t certificate;
    cs_cli_binding_t binding = {
        .platform = cs_cli_option(cli, "platform"),
        .account = cs_json_get_text(body, "account"),
        .certificate = &certificate,
    };
    cs_status_t status;

    CS_REQUIRE(binding.platform != NULL,
               cs_cli_usage(cli, "the signing key vouches for one platform: give --platform ID, as whoever sent the "
                                 "enrolment code says"));
    CS_TRY(cs_cli_certificate_read(cli, cs_cli_profile_path(cli, profile, "certificate"), &certificate, NULL));
    CS_TRY(cs_cli_signing_key_add(cli, cs_cli_profile_path(cli, profile, "signing_key"), &binding, body));
out:
    return status;
}

static cs_status_t
cs_cli_enrol_run(cs_cli_t *cli)
{
    cs_cli_password_t password = {""};
    cs_cli_client_t client;
    cs_cli_answer_t answer;
    json_t *body = NULL;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_password_read(cli, "password-file", &password));
    CS_TRY(cs_cli_enrol_body_build(cli, &client.profile, &password, &body));
    if (cs_cli_profile_text(&client.profile, "signing_key") != NULL) {
        CS_TRY(cs_cli_enrol_key_add(cli, &client.profile, body));
    }
    CS_TRY(cs_cli_call(cli, &client, CS_CLI_CALL_STRANGER, "POST", "/v1/devices", body, &answer));
    cs_cli_answer_print(cli, answer.document);
    if (!cli->is_json) {
        cs_cli_owed_print(stdout, json_object_get(answer.document, "must"));
    }
out:
    json_decref(body);
    cs_cli_password_clear(&password);
    return status;
}

static const cs_cli_option_t cs_cli_enrol_options[] = {
    {"account", "NAME", "the account that this device will belong to; else that of the profile", false},
    {"label", "TEXT", "what to call the device; else this machine's name", false},
    {"code", "HALF1.HALF2", "the creator's half, a dot, the reviewer's half", false},
    {"code-file", "FILE", "the same from a file", false},
    {"platform", "ID", "the platform, where the profile has a signing_key, which vouches for it", false},
    {"password-file", "FILE", "the password to set; else COUNTERSIGN_PASSWORD, else asked for", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_enrol = {
    "enrol",          "", 0, 0, "bind this device to an account and set its first password", cs_cli_enrol_options,
    cs_cli_enrol_run,
};
