/* SPDX-License-Identifier: Apache-2.0 */
/* Reads, keeps and forgets; see the header. */
#include "cli/profile.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/guard.h"
#include "cli/file.h"

#define CS_CLI_MAX_KEY_FILE 16384

static const cs_shape_t cs_cli_profile_shape[] = {
    {"base_url", CS_SHAPE_TEXT, true, 512, NULL, NULL},      {"ca", CS_SHAPE_TEXT, true, 4096, NULL, NULL},
    {"certificate", CS_SHAPE_TEXT, true, 4096, NULL, NULL},  {"key", CS_SHAPE_TEXT, true, 4096, NULL, NULL},
    {"signing_key", CS_SHAPE_TEXT, false, 4096, NULL, NULL}, {"account", CS_SHAPE_TEXT, true, 128, NULL, NULL},
    {"proxy", CS_SHAPE_TEXT, false, 512, NULL, NULL},        {"token", CS_SHAPE_TEXT, false, 8192, NULL, NULL},
    {"session", CS_SHAPE_TEXT, false, 64, NULL, NULL},       CS_SHAPE_END,
};

static const char *
cs_cli_profile_find(cs_cli_t *cli)
{
    const char *home = getenv("HOME");
    cs_buffer_t path;

    if (cli->profile_path != NULL) {
        return cli->profile_path;
    }
    if (getenv("COUNTERSIGN_PROFILE") != NULL) {
        return getenv("COUNTERSIGN_PROFILE");
    }
    cs_buffer_init(&path, cli->pool, 4096);
    if (cs_buffer_append_format(&path, "%s/.config/countersign/profile.json", home == NULL ? "" : home) != CS_OK) {
        return "profile.json";
    }
    return cs_buffer_text(&path);
}

cs_status_t
cs_cli_profile_open(cs_cli_t *cli, cs_cli_profile_t *out)
{
    cs_status_t status;

    out->path = cs_cli_profile_find(cli);
    if (access(out->path, F_OK) != 0) {
        return cs_cli_fail(cli, CS_NOT_FOUND, "there is no profile %s: name yours with --profile FILE", out->path);
    }
    CS_TRY(cs_cli_file_read_json(cli, out->path, &out->document));
    CS_TRY(cs_shape_check(out->document, cs_cli_profile_shape, &cli->error));
    if (strncmp(cs_cli_profile_text(out, "base_url"), "https://", 8) != 0) {
        status = cs_cli_fail(cli, CS_WRONG_TYPE, "base_url of the profile must begin with https://");
    }
out:
    return status;
}

const char *
cs_cli_profile_text(const cs_cli_profile_t *profile, const char *name)
{
    return cs_json_get_text(profile->document, name);
}

const char *
cs_cli_profile_path(cs_cli_t *cli, const cs_cli_profile_t *profile, const char *name)
{
    return cs_cli_path_beside(cli, profile->path, cs_cli_profile_text(profile, name));
}

static cs_status_t
cs_cli_profile_change(const cs_cli_profile_t *profile, const char *token, const char *session)
{
    if (token == NULL) {
        (void)json_object_del(profile->document, "token");
        (void)json_object_del(profile->document, "session");
        return CS_OK;
    }
    return json_object_set_new(profile->document, "token", json_string(token)) == 0 &&
                   json_object_set_new(profile->document, "session", json_string(session)) == 0
               ? CS_OK
               : CS_NO_MEMORY;
}

cs_status_t
cs_cli_profile_keep(cs_cli_t *cli, const cs_cli_profile_t *profile, const char *token, const char *session)
{
    cs_status_t status;
    char *text = NULL;

    CS_TRY(cs_cli_profile_change(profile, token, session));
    text = json_dumps(profile->document, JSON_INDENT(2));
    CS_REQUIRE(text != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_file_replace(cli, profile->path, cs_bytes_text(text)));
out:
    if (text != NULL) {
        cs_wipe(text, cs_bytes_text(text).size);
    }
    free(text);
    return status;
}

cs_status_t
cs_cli_profile_key(cs_cli_t *cli, const cs_cli_profile_t *profile, cs_key_t **out)
{
    const char *name = cs_cli_profile_text(profile, "signing_key") == NULL ? "key" : "signing_key";

    return cs_cli_key_read(cli, cs_cli_profile_path(cli, profile, name), out);
}

cs_status_t
cs_cli_key_read(cs_cli_t *cli, const char *path, cs_key_t **out)
{
    cs_buffer_t pem = {0};
    cs_status_t status;

    CS_TRY(cs_cli_file_read(cli, path, CS_CLI_MAX_KEY_FILE, &pem));
    if (cs_key_read_private(cli->pool, cs_buffer_bytes(&pem), out) != CS_OK) {
        status =
            cs_cli_fail(cli, CS_BAD_KEY,
                        "%s is not a key that can sign here (P-256, Ed25519 or RSA of at least 2,048 bits, PEM)", path);
    }
out:
    cs_wipe(pem.data, pem.size);
    return status;
}
