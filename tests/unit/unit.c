/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codec/text.h"
#include "crypto/keyring.h"

cs_arena_t test_arena;

cs_buffer_t
test_buffer(size_t maximum)
{
    cs_buffer_t buffer;

    cs_buffer_init(&buffer, POOL, maximum);
    return buffer;
}

cs_bytes_t
test_hex(const char *hex)
{
    cs_buffer_t buffer = test_buffer(SIZE_MAX / 2);

    if (cs_hex_decode(TEXT(hex), &buffer) != CS_OK) {
        abort();
    }
    return cs_buffer_bytes(&buffer);
}

const char *
test_text_of(cs_bytes_t bytes)
{
    return cs_pool_text(POOL, bytes.data, bytes.size);
}

json_t *
test_parse(const char *json)
{
    char *text = cs_pool_text(POOL, json, strlen(json));
    json_t *value = NULL;

    for (char *at = text; *at != '\0'; at++) {
        *at = *at == '\'' ? '"' : *at;
    }
    if (cs_json_parse(POOL, TEXT(text), &value, NULL) != CS_OK) {
        abort();
    }
    return value;
}

static void
test_remove_folder(void *folder)
{
    DIR *listing = opendir(folder);
    struct dirent *row;

    while ((row = readdir(listing)) != NULL) {
        unlinkat(dirfd(listing), row->d_name, 0);
    }
    closedir(listing);
    rmdir(folder);
}

const char *
test_folder(void)
{
    char *folder = cs_pool_text(POOL, "/tmp/cs-unit-XXXXXX", 19);

    if (mkdtemp(folder) == NULL || cs_pool_on_clear(POOL, test_remove_folder, folder) != CS_OK) {
        abort();
    }
    return folder;
}

void
test_write_file(const char *path, const char *content, unsigned mode)
{
    FILE *file = fopen(path, "w");

    if (file == NULL || fputs(content, file) < 0 || fclose(file) != 0 || chmod(path, mode) != 0) {
        abort();
    }
}

cs_key_t *
test_make_key(const char *algorithm)
{
    const char *folder = test_folder();
    cs_keyring_t *ring;
    const cs_key_t *key;

    if (cs_keyring_make_key(folder, "test", 1, algorithm, NULL) != CS_OK ||
        cs_keyring_open(POOL, folder, &ring, NULL) != CS_OK || cs_keyring_get_key(ring, "test", 0, &key) != CS_OK) {
        abort();
    }
    return (cs_key_t *)key;
}

json_t *
test_documents(void)
{
    json_t *documents = test_parse("{}");
    char path[64];

    for (const char *const *name = cs_policy_names; *name != NULL; name++) {
        json_t *document;

        snprintf(path, sizeof(path), "policies/%s.json", *name);
        document = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
        if (document == NULL || json_object_set_new(documents, *name, document) != 0) {
            fprintf(stderr, "cannot read %s: the tests run in the root of the project\n", path);
            abort();
        }
    }
    return documents;
}

const cs_policy_t *
test_policy_of(json_t *documents)
{
    json_t *set = test_parse("{'policy': 7, 'platform': 'demo.example'}");
    const cs_policy_t *policy;
    cs_error_t error = {.text = ""};

    if (json_object_set(set, "documents", documents) != 0 || cs_policy_load(POOL, set, &policy, &error) != CS_OK) {
        fprintf(stderr, "%s: %s\n", error.pointer, error.text);
        abort();
    }
    return policy;
}

static void *
test_poor_alloc(cs_pool_t *pool, size_t size)
{
    test_poor_pool_t *poor = pool->owner;

    if (poor->left == 0) {
        return NULL;
    }
    poor->left--;
    return cs_pool_alloc(&poor->arena.pool, size);
}

static cs_status_t
test_poor_on_clear(cs_pool_t *pool, cs_cleanup_pt cleanup, void *data)
{
    test_poor_pool_t *poor = pool->owner;

    if (poor->left == 0) {
        return CS_NO_MEMORY;
    }
    poor->left--;
    return poor->arena.pool.on_clear(&poor->arena.pool, cleanup, data);
}

void
test_poor_pool_init(test_poor_pool_t *poor, size_t left)
{
    cs_arena_init(&poor->arena);
    poor->pool = (cs_pool_t){test_poor_alloc, test_poor_on_clear, poor};
    poor->left = left;
}

void
test_poor_pool_clear(test_poor_pool_t *poor)
{
    cs_arena_clear(&poor->arena);
}
