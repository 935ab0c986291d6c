/* SPDX-License-Identifier: Apache-2.0 */
/* What others would try: words that they know of a person, and passwords that everybody takes (GS-2.1.2). */
#include <string.h>

#include "base/bytes.h"
#include "identity/password_private.h"

#define CS_LEAST_WORD   3
#define CS_LEAST_NUMBER 4
#define CS_LEAST_MASKED 4 /* three letters stand backward or in digits by chance in one random password of a few */

static const char *const csp_common_passwords[] = {
#include "common-passwords.h"
};

static char
csp_fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* The letter that a digit or sign is written for. */
static char
csp_unmask(char c)
{
    static const char masks[] = "0o1i3e4a5s7t@a$s!i";

    for (size_t i = 0; i < sizeof(masks) - 1; i += 2) {
        if (masks[i] == c) {
            return masks[i + 1];
        }
    }
    return csp_fold(c);
}

typedef char (*csp_form_pt)(char c);

static bool
csp_contains(const char *text, const char *word, size_t size, csp_form_pt form, bool backward)
{
    size_t length = cs_bytes_text(text).size;

    for (size_t i = 0; i + size <= length; i++) {
        size_t j = 0;

        while (j < size && form(text[i + j]) == csp_fold(word[backward ? size - 1 - j : j])) {
            j++;
        }
        if (j == size) {
            return true;
        }
    }
    return false;
}

static bool
csp_is_telling(const char *word, size_t size)
{
    size_t digits = 0;

    while (digits < size && word[digits] >= '0' && word[digits] <= '9') {
        digits++;
    }
    return size >= (digits == size ? CS_LEAST_NUMBER : CS_LEAST_WORD);
}

static bool
csp_is_masked(const char *password, const char *word, size_t size)
{
    return size >= CS_LEAST_MASKED && (csp_contains(password, word, size, csp_fold, true) ||
                                       csp_contains(password, word, size, csp_unmask, false));
}

static bool
csp_has_parts(const char *text, const char *password)
{
    while (*text != '\0') {
        size_t size = strcspn(text, ". -_");

        if (csp_is_telling(text, size) &&
            (csp_contains(password, text, size, csp_fold, false) || csp_is_masked(password, text, size))) {
            return true;
        }
        text += size + (text[size] != '\0');
    }
    return false;
}

bool
csp_identity_has_word(const json_t *words, const char *password)
{
    for (size_t i = 0; i < json_array_size(words); i++) {
        const char *word = json_string_value(json_array_get(words, i));

        if (word != NULL && csp_has_parts(word, password)) {
            return true;
        }
    }
    return false;
}

static bool
csp_is_listed(const char *text, size_t size, csp_form_pt form)
{
    for (size_t i = 0; size > 0 && i < sizeof(csp_common_passwords) / sizeof(csp_common_passwords[0]); i++) {
        const char *word = csp_common_passwords[i];
        size_t j = 0;

        while (j < size && word[j] != '\0' && form(text[j]) == word[j]) {
            j++;
        }
        if (j == size && word[j] == '\0') {
            return true;
        }
    }
    return false;
}

static bool
csp_is_letter(char c)
{
    return csp_fold(c) >= 'a' && csp_fold(c) <= 'z';
}

static bool
csp_is_alnum(char c)
{
    return csp_is_letter(c) || (c >= '0' && c <= '9');
}

/* The text without what stands around its first and last of a kind. */
static bool
csp_is_core_listed(const char *text, bool (*is_core)(char c), csp_form_pt form)
{
    size_t from = 0, to = cs_bytes_text(text).size;

    while (from < to && !is_core(text[from])) {
        from++;
    }
    while (to > from && !is_core(text[to - 1])) {
        to--;
    }
    return csp_is_listed(text + from, to - from, form);
}

bool
csp_identity_is_common(const char *password)
{
    return csp_is_core_listed(password, csp_is_alnum, csp_fold) ||
           csp_is_core_listed(password, csp_is_letter, csp_fold) ||
           csp_is_core_listed(password, csp_is_letter, csp_unmask);
}
