/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/keyring.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

#define SECRET "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static const char *
test_path(const char *folder, const char *name)
{
    cs_buffer_t path = test_buffer(200);

    IS(CS_OK, cs_buffer_append_format(&path, "%s/%s", folder, name));
    return cs_buffer_text(&path);
}

static void
newest_version_is_in_use_and_older_ones_are_found(void)
{
    const char *folder = test_folder();
    cs_keyring_t *ring;
    const cs_key_t *one, *two, *newest;
    unsigned version;
    cs_bytes_t secret;

    IS(CS_OK, cs_keyring_make_key(folder, "token", 1, "ES256", NULL));
    IS(CS_OK, cs_keyring_make_key(folder, "token", 10, "ES256", NULL));
    IS(CS_OK, cs_keyring_make_key(folder, "token", 2, "ES256", NULL));
    test_write_file(test_path(folder, "kek.3.key"), SECRET "\n", 0600);
    IS(CS_OK, cs_keyring_make_secret(folder, "kek", 1, NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_OK, cs_keyring_get_key(ring, "token", 0, &newest));
    IS(CS_OK, cs_keyring_get_key(ring, "token", 10, &two));
    IS(CS_OK, cs_keyring_get_key(ring, "token", 1, &one));
    CU_ASSERT_PTR_EQUAL(newest, two);
    CU_ASSERT_PTR_NOT_EQUAL(newest, one);
    IS(CS_OK, cs_keyring_get_secret(ring, "kek", 0, &secret, &version));
    CU_ASSERT_EQUAL(version, 3);
    SAME(secret, test_hex(SECRET));
}

static void
what_is_not_there_is_not_found(void)
{
    const char *folder = test_folder();
    cs_keyring_t *ring;
    const cs_key_t *key;
    cs_bytes_t secret;

    IS(CS_OK, cs_keyring_make_key(folder, "token", 1, "ES256", NULL));
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_NOT_FOUND, cs_keyring_get_key(ring, "token", 2, &key));
    IS(CS_NOT_FOUND, cs_keyring_get_key(ring, "tok", 0, &key));
    IS(CS_NOT_FOUND, cs_keyring_get_secret(ring, "token", 0, &secret, NULL));
    CU_ASSERT_EQUAL(secret.size, 0);
}

static void
key_file_that_others_may_read_is_refused(void)
{
    const unsigned modes[] = {0640, 0604, 0620, 0660, 0644};
    cs_keyring_t *ring;
    cs_error_t error;

    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        const char *folder = test_folder();

        test_write_file(test_path(folder, "mac.1.key"), SECRET, modes[i]);
        IS(CS_BAD_KEY, cs_keyring_open(POOL, folder, &ring, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "others"));
        CU_ASSERT_PTR_NULL(ring);
    }
}

static void
key_file_of_wrong_name_or_content_is_refused(void)
{
    const struct {
        const char *name, *content;
    } rows[] = {
        {"mac.key", SECRET},
        {"mac.0.key", SECRET},
        {"mac.01.key", SECRET},
        {"mac.256.key", SECRET},
        {"mac.1.2.key", SECRET},
        {".1.pem", SECRET},
        {"mac.1.key", ""},
        {"mac.1.key", SECRET "00"},
        {"mac.1.key", SECRET "\n\n"},
        {"mac.1.key", "0001"},
        {"mac.1.key", "00010203040506070809 a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},
        {"token.1.pem", "-----BEGIN PRIVATE KEY-----\n"},
        {"token.1.pem", SECRET},
    };
    cs_keyring_t *ring;
    cs_error_t error;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *folder = test_folder();

        test_write_file(test_path(folder, rows[i].name), rows[i].content, 0600);
        IS(CS_BAD_KEY, cs_keyring_open(POOL, folder, &ring, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, rows[i].name));
        CU_ASSERT_PTR_NULL(strstr(error.text, SECRET));
    }
}

static void
files_of_other_kinds_are_passed_over(void)
{
    const char *folder = test_folder();
    cs_keyring_t *ring;

    test_write_file(test_path(folder, "README"), "keys of this node", 0644);
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
}

static void
folder_that_is_not_there_is_refused(void)
{
    cs_keyring_t *ring;
    cs_error_t error;

    IS(CS_BAD_KEY, cs_keyring_open(POOL, "/nowhere", &ring, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/nowhere"));
}

static void
no_key_file_is_ever_overwritten(void)
{
    const char *folder = test_folder();

    IS(CS_OK, cs_keyring_make_secret(folder, "kek", 1, NULL));
    IS(CS_ALREADY_EXISTS, cs_keyring_make_secret(folder, "kek", 1, NULL));
    IS(CS_OK, cs_keyring_make_key(folder, "log", 1, "EdDSA", NULL));
    IS(CS_ALREADY_EXISTS, cs_keyring_make_key(folder, "log", 1, "EdDSA", NULL));
    IS(CS_BAD_KEY, cs_keyring_make_key(folder, "log", 2, "RS256", NULL));
    IS(CS_BAD_KEY, cs_keyring_make_key(folder, "log", 0, "EdDSA", NULL));
    IS(CS_BAD_KEY, cs_keyring_make_secret(folder, "kek", 256, NULL));
}

static void
gateway_that_lacks_a_key_or_a_secret_is_refused(void)
{
    const char *folder = test_folder();
    const char *const *name;
    cs_error_t error;
    cs_keyring_t *ring;

    for (name = cs_keyring_gateway_keys; *name != NULL; name++) {
        IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
        IS(CS_NOT_FOUND, cs_keyring_check_gateway(ring, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, *name));
        IS(CS_OK, cs_keyring_make_key(folder, *name, 1, "ES256", NULL));
    }
    for (name = cs_keyring_gateway_secrets; *name != NULL; name++) {
        IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
        IS(CS_NOT_FOUND, cs_keyring_check_gateway(ring, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error.text, *name));
        IS(CS_OK, cs_keyring_make_secret(folder, *name, 1, NULL));
    }
    IS(CS_OK, cs_keyring_open(POOL, folder, &ring, NULL));
    IS(CS_OK, cs_keyring_check_gateway(ring, &error));
}

CU_TestInfo suite_keyring[] = {
    CLAIM(newest_version_is_in_use_and_older_ones_are_found),
    CLAIM(what_is_not_there_is_not_found),
    CLAIM(key_file_that_others_may_read_is_refused),
    CLAIM(key_file_of_wrong_name_or_content_is_refused),
    CLAIM(files_of_other_kinds_are_passed_over),
    CLAIM(folder_that_is_not_there_is_refused),
    CLAIM(no_key_file_is_ever_overwritten),
    CLAIM(gateway_that_lacks_a_key_or_a_secret_is_refused),
    CU_TEST_INFO_NULL,
};
