/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/password.h"

#include <argon2.h>

#include "base/guard.h"
#include "crypto/digest.h"

#define CS_ARGON2_LEAST_KIB 8192
#define CS_ARGON2_MOST_KIB  1048576
#define CS_ARGON2_MOST      16 /* iterations, lanes */

#define CS_SIMILAR_WORD 3 /* words of a name shorter than this are in every second password by chance */

static bool
cs_identity_is_bearable(const cs_policy_argon2_t *parameters)
{
    return parameters->memory_kib >= CS_ARGON2_LEAST_KIB && parameters->memory_kib <= CS_ARGON2_MOST_KIB &&
           parameters->iterations >= 1 && parameters->iterations <= CS_ARGON2_MOST && parameters->parallelism >= 1 &&
           parameters->parallelism <= CS_ARGON2_MOST;
}

cs_status_t
cs_identity_password_hash(cs_bytes_t pepper, cs_bytes_t password, cs_bytes_t salt, const cs_policy_argon2_t *parameters,
                          uint8_t out[CS_PASSWORD_OUTPUT_SIZE])
{
    uint8_t peppered[CS_DIGEST_SIZE];
    cs_status_t status;
    int result;

    CS_REQUIRE(cs_identity_is_bearable(parameters) && salt.size == CS_PASSWORD_SALT_SIZE, CS_INTERNAL);
    CS_REQUIRE(password.size > 0 && password.size <= CS_MAX_PASSWORD, CS_INVALID_CREDENTIALS);
    CS_TRY(cs_mac(pepper, &password, 1, peppered));
    result = argon2id_hash_raw(parameters->iterations, parameters->memory_kib, parameters->parallelism, peppered,
                               sizeof(peppered), salt.data, salt.size, out, CS_PASSWORD_OUTPUT_SIZE);
    CS_REQUIRE(result != ARGON2_MEMORY_ALLOCATION_ERROR, CS_NO_MEMORY);
    CS_REQUIRE(result == ARGON2_OK, CS_INTERNAL);
out:
    cs_wipe(peppered, sizeof(peppered));
    return status;
}

/* Letters without case are "other": a passphrase of 汉字 is as good as one with digits. */
static unsigned
cs_identity_class_bit(uint8_t c)
{
    if (c >= 'a' && c <= 'z') {
        return 1;
    }
    if (c >= 'A' && c <= 'Z') {
        return 2;
    }
    return c >= '0' && c <= '9' ? 4 : 8;
}

static void
cs_identity_password_measure(cs_bytes_t password, unsigned *characters, unsigned *classes)
{
    unsigned seen = 0;

    *characters = 0;
    for (size_t i = 0; i < password.size; i++) {
        seen |= cs_identity_class_bit(password.data[i]);
        *characters += (password.data[i] & 0xC0) != 0x80;
    }
    *classes = (seen & 1) + (seen >> 1 & 1) + (seen >> 2 & 1) + (seen >> 3 & 1);
}

static uint8_t
cs_identity_fold(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 'a' - 'A') : c;
}

/* Whatever the case; the word is lower case already. */
static bool
cs_identity_contains(cs_bytes_t text, cs_bytes_t word)
{
    for (size_t i = 0; i + word.size <= text.size; i++) {
        size_t j = 0;

        while (j < word.size && cs_identity_fold(text.data[i + j]) == word.data[j]) {
            j++;
        }
        if (j == word.size) {
            return true;
        }
    }
    return false;
}

static bool
cs_identity_is_like_name(cs_bytes_t account, cs_bytes_t password)
{
    size_t from = 0;

    for (size_t i = 0; i <= account.size; i++) {
        if (i < account.size && account.data[i] != '.') {
            continue;
        }
        if (i - from >= CS_SIMILAR_WORD && cs_identity_contains(password, cs_bytes(account.data + from, i - from))) {
            return true;
        }
        from = i + 1;
    }
    return false;
}

cs_status_t
cs_identity_password_check(const cs_policy_passwords_t *policy, cs_bytes_t account, cs_bytes_t password,
                           cs_error_t *error)
{
    unsigned characters, classes;

    if (password.size > CS_MAX_PASSWORD || !cs_bytes_is_utf8(password)) {
        return cs_error_set(error, CS_WEAK_PASSWORD, "/password", "a password has at most %d bytes", CS_MAX_PASSWORD);
    }
    cs_identity_password_measure(password, &characters, &classes);
    if (characters < policy->min_length) {
        return cs_error_set(error, CS_WEAK_PASSWORD, "/password", "a password has at least %u characters",
                            policy->min_length);
    }
    if (classes < policy->min_classes) {
        return cs_error_set(error, CS_WEAK_PASSWORD, "/password",
                            "a password has at least %u of lower case, upper case, digits, other characters",
                            policy->min_classes);
    }
    return cs_identity_is_like_name(account, password)
               ? cs_error_set(error, CS_WEAK_PASSWORD, "/password", "a password does not contain the account's name")
               : CS_OK;
}
