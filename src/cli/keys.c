/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign keys make|log: the two keyrings of a platform.  The gateway's
 * and the sealer's share one secret, the MAC key; the log key is the
 * sealer's alone (separate hands, separate keys).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/note.h"
#include "base/guard.h"
#include "cli/file.h"
#include "cli/print.h"
#include "cli/verbs.h"
#include "crypto/keyring.h"

#define CS_CLI_MAX_SECRET_FILE 256

static cs_status_t
cs_cli_folder_make(cs_cli_t *cli, const char *folder)
{
    if (mkdir(folder, 0700) == 0 || errno == EEXIST) {
        return CS_OK;
    }
    return cs_cli_fail(cli, CS_NOT_FOUND, "could not make the folder %s: %s", folder, strerror(errno));
}

static const char *
cs_cli_mac_path(cs_cli_t *cli, const char *folder)
{
    cs_buffer_t path;

    cs_buffer_init(&path, cli->pool, 4096);
    return cs_buffer_append_format(&path, "%s/mac.1.key", folder) == CS_OK ? cs_buffer_text(&path) : NULL;
}

/* Never over a file that stands. */
static bool
cs_cli_secret_put(const char *path, cs_bytes_t secret)
{
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_done = to >= 0 && write(to, secret.data, secret.size) == (ssize_t)secret.size && fsync(to) == 0;

    return to >= 0 && close(to) == 0 && is_done;
}

static cs_status_t
cs_cli_mac_share(cs_cli_t *cli, const char *gateway, const char *sealer)
{
    const char *from = cs_cli_mac_path(cli, gateway), *to = cs_cli_mac_path(cli, sealer);
    cs_buffer_t secret = {0};
    cs_status_t status;

    CS_REQUIRE(from != NULL && to != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_file_read(cli, from, CS_CLI_MAX_SECRET_FILE, &secret));
    if (!cs_cli_secret_put(to, cs_buffer_bytes(&secret))) {
        status = cs_cli_fail(cli, CS_ALREADY_EXISTS, "could not write %s: %s", to, strerror(errno));
    }
out:
    if (secret.data != NULL) {
        cs_wipe(secret.data, secret.capacity);
    }
    return status;
}

static cs_status_t
cs_cli_keys_make_run(cs_cli_t *cli)
{
    const char *gateway = cs_cli_option(cli, "gateway"), *sealer = cs_cli_option(cli, "sealer");
    cs_status_t status;

    CS_TRY(cs_cli_folder_make(cli, gateway));
    CS_TRY(cs_cli_folder_make(cli, sealer));
    for (const char *const *key = cs_keyring_gateway_keys; *key != NULL; key++) {
        CS_TRY(cs_keyring_make_key(gateway, *key, 1, "ES256", &cli->error));
    }
    for (const char *const *secret = cs_keyring_gateway_secrets; *secret != NULL; secret++) {
        CS_TRY(cs_keyring_make_secret(gateway, *secret, 1, &cli->error));
    }
    CS_TRY(cs_keyring_make_key(sealer, "log", 1, "EdDSA", &cli->error));
    CS_TRY(cs_cli_mac_share(cli, gateway, sealer));
    if (!cli->is_json) {
        printf("the gateway's keys are in %s, the sealer's in %s; keep copies apart from the database's\n", gateway,
               sealer);
    }
out:
    return status;
}

/* What members and regulators bring along to check the log. */
static cs_status_t
cs_cli_keys_log_run(cs_cli_t *cli)
{
    char name[CS_MAX_NOTE_ORIGIN];
    const cs_key_t *key;
    cs_keyring_t *ring;
    cs_buffer_t verifier;
    cs_status_t status;

    cs_buffer_init(&verifier, cli->pool, CS_MAX_NOTE);
    (void)snprintf(name, sizeof(name), "%s/log", cs_cli_option(cli, "platform"));
    CS_TRY(cs_keyring_open(cli->pool, cs_cli_option(cli, "keys"), &ring, &cli->error));
    CS_TRY(cs_keyring_get_key(ring, "log", 0, &key));
    CS_TRY(cs_audit_verifier_write(key, name, &verifier));
    puts(cs_buffer_text(&verifier));
out:
    return status;
}

static const cs_cli_option_t cs_cli_keys_make_options[] = {
    {"gateway", "FOLDER", "for what the gateway signs and seals with", true},
    {"sealer", "FOLDER", "for log and mac", true},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_keys_log_options[] = {
    {"keys", "FOLDER", "the sealer's keys", true},
    {"platform", "ID", "the platform's id", true},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_keys_make = {
    "keys make", "", 0, 0, "operator: make the keys of a new platform", cs_cli_keys_make_options, cs_cli_keys_make_run,
};

const cs_cli_verb_t cs_cli_keys_log = {
    "keys log",
    "",
    0,
    0,
    "operator: print the log's verifier key, to be handed to those who check the log",
    cs_cli_keys_log_options,
    cs_cli_keys_log_run,
};
