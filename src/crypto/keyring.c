/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/keyring.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/guard.h"

#define CS_MAX_KEY_FILE    4096
#define CS_KEY_SECRET_SIZE 32

const char *const cs_keyring_gateway_keys[] = {"token", "identifier", NULL};
const char *const cs_keyring_gateway_secrets[] = {"pepper", "kek", "mac", "seed", "nonce", NULL};

typedef struct cs_keyring_item_s cs_keyring_item_t;

struct cs_keyring_item_s {
    cs_keyring_item_t *next;
    char purpose[CS_MAX_PURPOSE];
    unsigned version;
    cs_key_t *key;      /* of a .pem, else NULL */
    cs_secret_t secret; /* of a .key, else empty */
};

struct cs_keyring_s {
    cs_keyring_item_t *items;
};

static void
cs_keyring_wipe(void *item)
{
    cs_secret_clear(&((cs_keyring_item_t *)item)->secret);
}

/* Reads a file that its owner alone may read; room is the caller's to wipe. */
static cs_status_t
cs_keyring_read_file(int folder, const char *name, uint8_t room[CS_MAX_KEY_FILE], cs_bytes_t *out)
{
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    cs_status_t status = CS_OK;
    struct stat about;
    ssize_t size;

    CS_REQUIRE(file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode), CS_BAD_KEY);
    CS_REQUIRE((about.st_mode & (S_IRWXG | S_IRWXO)) == 0, CS_FORBIDDEN);
    size = read(file, room, CS_MAX_KEY_FILE);
    CS_REQUIRE(size > 0 && size < CS_MAX_KEY_FILE, CS_BAD_KEY);
    *out = cs_bytes(room, (size_t)size);
out:
    if (file >= 0) {
        close(file);
    }
    return status;
}

/* 64 digits and nothing else, but for the end of the line that editors add. */
static cs_status_t
cs_keyring_read_secret(cs_pool_t *pool, cs_bytes_t text, cs_secret_t *out)
{
    cs_status_t status;
    cs_buffer_t bytes;

    cs_buffer_init(&bytes, pool, CS_KEY_SECRET_SIZE);
    text.size -= text.size > 0 && text.data[text.size - 1] == '\n';
    status = cs_hex_decode(text, &bytes);
    CS_REQUIRE(status != CS_NO_MEMORY, CS_NO_MEMORY);
    CS_REQUIRE(status == CS_OK && bytes.size == CS_KEY_SECRET_SIZE, CS_BAD_KEY);
    status = cs_secret_set(out, cs_buffer_bytes(&bytes));
out:
    if (bytes.data != NULL) {
        cs_wipe(bytes.data, bytes.capacity);
    }
    return status;
}

/* <purpose>.<version>.<suffix>, the version without a leading zero. */
static bool
cs_keyring_parse_name(const char *name, const char *suffix, cs_keyring_item_t *item)
{
    char expected[CS_MAX_PURPOSE + 32];
    const char *dot = strchr(name, '.');

    if (dot == NULL || cs_text_copy(cs_bytes(name, (size_t)(dot - name)), item->purpose, CS_MAX_PURPOSE) != CS_OK) {
        return false;
    }
    item->version = (unsigned)strtoul(dot + 1, NULL, 10);
    snprintf(expected, sizeof(expected), "%s.%u.%s", item->purpose, item->version, suffix);
    return item->version > 0 && item->version <= CS_MAX_KEY_VERSION && strcmp(expected, name) == 0;
}

static cs_status_t
cs_keyring_load(cs_pool_t *pool, int folder, const char *name, cs_keyring_item_t *item)
{
    uint8_t room[CS_MAX_KEY_FILE];
    cs_status_t status;
    cs_bytes_t text;

    CS_TRY(cs_keyring_read_file(folder, name, room, &text));
    if (cs_keyring_parse_name(name, "pem", item)) {
        status = cs_key_read_private(pool, text, &item->key);
    } else if (cs_keyring_parse_name(name, "key", item)) {
        status = cs_keyring_read_secret(pool, text, &item->secret);
    } else {
        status = CS_BAD_KEY;
    }
out:
    cs_wipe(room, sizeof(room));
    return status;
}

static cs_status_t
cs_keyring_add(cs_pool_t *pool, int folder, const char *name, cs_keyring_t *ring, cs_error_t *error)
{
    cs_keyring_item_t *item = cs_pool_zalloc(pool, sizeof(*item));
    cs_status_t status;

    CS_REQUIRE(item != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(pool, cs_keyring_wipe, item));
    CS_TRY(cs_keyring_load(pool, folder, name, item));
    item->next = ring->items;
    ring->items = item;
out:
    if (status == CS_FORBIDDEN) {
        return cs_error_set(error, CS_BAD_KEY, "", "key file \"%s\" may be read by others than its owner", name);
    }
    return status == CS_OK ? CS_OK : cs_error_set(error, status, "", "could not use key file \"%s\"", name);
}

static bool
cs_keyring_is_key_file(const char *name)
{
    const char *suffix = strrchr(name, '.');

    return suffix != NULL && (strcmp(suffix, ".pem") == 0 || strcmp(suffix, ".key") == 0);
}

cs_status_t
cs_keyring_open(cs_pool_t *pool, const char *folder, cs_keyring_t **out, cs_error_t *error)
{
    DIR *listing = opendir(folder);
    cs_keyring_t *ring = cs_pool_zalloc(pool, sizeof(*ring));
    cs_status_t status = CS_OK;
    struct dirent *row;

    *out = NULL;
    CS_REQUIRE(ring != NULL, CS_NO_MEMORY);
    CS_REQUIRE(listing != NULL,
               cs_error_set(error, CS_BAD_KEY, "", "could not open key folder \"%s\": %s", folder, strerror(errno)));
    while ((row = readdir(listing)) != NULL) {
        if (cs_keyring_is_key_file(row->d_name)) {
            CS_TRY(cs_keyring_add(pool, dirfd(listing), row->d_name, ring, error));
        }
    }
    *out = ring;
out:
    if (listing != NULL) {
        closedir(listing);
    }
    return status;
}

/* The item of that version, or the newest for 0; keys and secrets of one purpose do not mix. */
static const cs_keyring_item_t *
cs_keyring_find(const cs_keyring_t *ring, const char *purpose, unsigned version, bool is_key)
{
    const cs_keyring_item_t *found = NULL;

    for (const cs_keyring_item_t *item = ring->items; item != NULL; item = item->next) {
        if (strcmp(item->purpose, purpose) != 0 || (item->key != NULL) != is_key) {
            continue;
        }
        if (version == 0 ? found == NULL || item->version > found->version : item->version == version) {
            found = item;
        }
    }
    return found;
}

cs_status_t
cs_keyring_get_key(const cs_keyring_t *ring, const char *purpose, unsigned version, const cs_key_t **out)
{
    const cs_keyring_item_t *item = cs_keyring_find(ring, purpose, version, true);

    *out = item == NULL ? NULL : item->key;
    return item == NULL ? CS_NOT_FOUND : CS_OK;
}

cs_status_t
cs_keyring_get_secret(const cs_keyring_t *ring, const char *purpose, unsigned version, cs_bytes_t *out,
                      unsigned *out_version)
{
    const cs_keyring_item_t *item = cs_keyring_find(ring, purpose, version, false);

    *out = item == NULL ? CS_BYTES_NONE : cs_secret_bytes(&item->secret);
    if (out_version != NULL) {
        *out_version = item == NULL ? 0 : item->version;
    }
    return item == NULL ? CS_NOT_FOUND : CS_OK;
}

cs_status_t
cs_keyring_check_gateway(const cs_keyring_t *ring, cs_error_t *error)
{
    for (const char *const *key = cs_keyring_gateway_keys; *key != NULL; key++) {
        if (cs_keyring_find(ring, *key, 0, true) == NULL) {
            return cs_error_set(error, CS_NOT_FOUND, "", "no key \"%s\"", *key);
        }
    }
    for (const char *const *secret = cs_keyring_gateway_secrets; *secret != NULL; secret++) {
        if (cs_keyring_find(ring, *secret, 0, false) == NULL) {
            return cs_error_set(error, CS_NOT_FOUND, "", "no secret \"%s\"", *secret);
        }
    }
    return CS_OK;
}
