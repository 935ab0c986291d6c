/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/password.h"

#include <argon2.h>
#include <pwquality.h>

#include "base/guard.h"
#include "crypto/digest.h"
#include "identity/password_private.h"

#define CS_ARGON2_LEAST_KIB 8192
#define CS_ARGON2_MOST_KIB  1048576
#define CS_ARGON2_MOST      16 /* iterations, lanes */

#define CS_MAX_SEQUENCE     4
#define CS_MAX_REPEAT       3
#define CS_LEAST_DIFFERENCE 5 /* characters to the one before */

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

/* By libpwquality's judgement; its dictionary is not asked, since ours knows more. */
static const char *
cs_identity_pattern_find(const cs_policy_passwords_t *policy, const char *present, const char *password)
{
    pwquality_settings_t *settings = pwquality_default_settings();
    void *detail = NULL;
    int result = PWQ_ERROR_MEM_ALLOC;

    if (settings != NULL) {
        pwquality_set_int_value(settings, PWQ_SETTING_MIN_LENGTH, (int)policy->min_length);
        pwquality_set_int_value(settings, PWQ_SETTING_DIFF_OK, CS_LEAST_DIFFERENCE);
        pwquality_set_int_value(settings, PWQ_SETTING_DICT_CHECK, 0);
        pwquality_set_int_value(settings, PWQ_SETTING_MAX_SEQUENCE, CS_MAX_SEQUENCE);
        pwquality_set_int_value(settings, PWQ_SETTING_MAX_REPEAT, CS_MAX_REPEAT);
        result = pwquality_check(settings, password, present, NULL, &detail);
        pwquality_free_settings(settings);
    }
    switch (result) {
    case PWQ_ERROR_SAME_PASSWORD:
    case PWQ_ERROR_CASE_CHANGES_ONLY:
    case PWQ_ERROR_TOO_SIMILAR:
    case PWQ_ERROR_ROTATED:
        return "a password is not like the one before";
    case PWQ_ERROR_PALINDROME:
    case PWQ_ERROR_MAX_CONSECUTIVE:
    case PWQ_ERROR_MAX_SEQUENCE:
        return "a password is no repetition, mirror or sequence";
    default:
        return result >= 0 ? NULL : "a password is harder to guess";
    }
}

static const char *
cs_identity_weakness_find(const cs_policy_passwords_t *policy, const json_t *words, const char *present,
                          const char *password)
{
    const char *pattern = cs_identity_pattern_find(policy, present, password);

    if (pattern != NULL) {
        return pattern;
    }
    if (csp_identity_has_word(words, password) || csp_identity_has_word(policy->forbidden_words, password)) {
        return "a password contains no name, number or word that others know";
    }
    return csp_identity_is_common(password) ? "a password is not one of those that everybody tries first" : NULL;
}

cs_status_t
cs_identity_password_check(const cs_policy_passwords_t *policy, const json_t *words, cs_bytes_t present,
                           cs_bytes_t password, const char *pointer, cs_error_t *error)
{
    char text[CS_MAX_PASSWORD + 1], former[CS_MAX_PASSWORD + 1];
    unsigned characters, classes;
    const char *weakness;
    cs_status_t status;

    if (password.size > CS_MAX_PASSWORD || !cs_bytes_is_utf8(password)) {
        return cs_error_set(error, CS_WEAK_PASSWORD, pointer, "a password has at most %d bytes", CS_MAX_PASSWORD);
    }
    cs_identity_password_measure(password, &characters, &classes);
    if (characters < policy->min_length) {
        return cs_error_set(error, CS_WEAK_PASSWORD, pointer, "a password has at least %u characters",
                            policy->min_length);
    }
    if (classes < policy->min_classes) {
        return cs_error_set(error, CS_WEAK_PASSWORD, pointer,
                            "a password has at least %u of lower case, upper case, digits, other characters",
                            policy->min_classes);
    }
    CS_TRY(cs_text_copy(password, text, sizeof(text)));
    /* One that is no text could never have been set: the comparison refuses it. */
    former[0] = '\0';
    if (cs_text_copy(present, former, sizeof(former)) != CS_OK) {
        former[0] = '\0';
    }
    weakness = cs_identity_weakness_find(policy, words, former[0] == '\0' ? NULL : former, text);
    status = weakness == NULL ? CS_OK : cs_error_set(error, CS_WEAK_PASSWORD, pointer, "%s", weakness);
out:
    cs_wipe(text, sizeof(text));
    cs_wipe(former, sizeof(former));
    return status;
}
