/* SPDX-License-Identifier: Apache-2.0 */
/* New key files.  None is ever overwritten: what an old key sealed would be lost with it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/ec.h>

#include "base/clock.h"
#include "base/guard.h"
#include "crypto/key_private.h"
#include "crypto/keyring.h"

#define CS_MAX_KEY_PEM      512
#define CS_SECRET_FILE_SIZE 32

static cs_status_t
cs_keymaker_write(const char *path, cs_bytes_t content, cs_error_t *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written;

    if (file < 0) {
        return cs_error_set(error, errno == EEXIST ? CS_ALREADY_EXISTS : CS_BAD_KEY, "",
                            "could not make key file \"%s\": %s", path, strerror(errno));
    }
    written = write(file, content.data, content.size) == (ssize_t)content.size && fsync(file) == 0;
    if (close(file) != 0 || !written) {
        unlink(path);
        return cs_error_set(error, CS_BAD_KEY, "", "could not write key file \"%s\"", path);
    }
    return CS_OK;
}

static cs_status_t
cs_keymaker_path(char out[PATH_MAX], const char *folder, const char *purpose, unsigned version, const char *suffix,
                 cs_error_t *error)
{
    int size = snprintf(out, PATH_MAX, "%s/%s.%u.%s", folder, purpose, version, suffix);

    if (size < 0 || size >= PATH_MAX || version == 0 || version > CS_MAX_KEY_VERSION) {
        return cs_error_set(error, CS_BAD_KEY, "", "cannot name a key file of version %u", version);
    }
    return CS_OK;
}

static EVP_PKEY *
cs_keymaker_generate(const char *algorithm)
{
    if (strcmp(algorithm, "ES256") == 0) {
        return EVP_EC_gen("P-256");
    }
    return strcmp(algorithm, "EdDSA") == 0 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") : NULL;
}

cs_status_t
cs_keyring_make_key(const char *folder, const char *purpose, unsigned version, const char *algorithm, cs_error_t *error)
{
    char path[PATH_MAX];
    cs_arena_t arena;
    cs_buffer_t pem;
    cs_status_t status;
    cs_key_t *key;

    cs_arena_init(&arena);
    cs_buffer_init(&pem, &arena.pool, CS_MAX_KEY_PEM);
    CS_TRY(cs_keymaker_path(path, folder, purpose, version, "pem", error));
    CS_TRY(csp_key_take(&arena.pool, cs_keymaker_generate(algorithm), true, &key));
    CS_TRY(cs_key_pem(key, true, &pem));
    status = cs_keymaker_write(path, cs_buffer_bytes(&pem), error);
out:
    if (pem.capacity > 0) {
        cs_wipe(pem.data, pem.capacity);
    }
    cs_arena_clear(&arena);
    return status;
}

cs_status_t
cs_keyring_make_secret(const char *folder, const char *purpose, unsigned version, cs_error_t *error)
{
    uint8_t secret[CS_SECRET_FILE_SIZE], text[2 * CS_SECRET_FILE_SIZE + 1];
    char path[PATH_MAX];
    cs_status_t status;

    CS_TRY(cs_keymaker_path(path, folder, purpose, version, "key", error));
    CS_TRY(cs_random(secret, sizeof(secret)));
    for (size_t i = 0; i < sizeof(secret); i++) {
        snprintf((char *)text + 2 * i, 3, "%02x", secret[i]);
    }
    text[sizeof(text) - 1] = '\n';
    status = cs_keymaker_write(path, cs_bytes(text, sizeof(text)), error);
out:
    cs_wipe(secret, sizeof(secret));
    cs_wipe(text, sizeof(text));
    return status;
}
