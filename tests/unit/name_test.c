/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "crypto/digest.h"
#include "identity/enrolment.h"
#include "unit.h"

static void
halves_are_random_and_known_by_their_digest__GS_2_1_1(void)
{
    cs_identity_code_half_t one, other, read;
    uint8_t digest[CS_DIGEST_SIZE];
    cs_bytes_t text;

    IS(CS_OK, cs_identity_code_half_make(&one));
    IS(CS_OK, cs_identity_code_half_make(&other));
    CU_ASSERT_STRING_NOT_EQUAL(one.text, other.text);
    text = TEXT(one.text);
    CU_ASSERT_EQUAL(text.size, 22);
    IS(CS_OK, cs_digest(&text, 1, digest));
    SAME(test_hex(one.digest), cs_bytes(digest, sizeof(digest)));
    IS(CS_OK, cs_identity_code_half_read(text, &read));
    CU_ASSERT_STRING_EQUAL(read.digest, one.digest);
}

static void
code_is_two_halves_in_order__GS_2_1_1(void)
{
    cs_identity_code_half_t one, other, first, second;
    char code[64];

    IS(CS_OK, cs_identity_code_half_make(&one));
    IS(CS_OK, cs_identity_code_half_make(&other));
    snprintf(code, sizeof(code), "%s.%s", one.text, other.text);
    IS(CS_OK, cs_identity_code_split(TEXT(code), &first, &second));
    CU_ASSERT_STRING_EQUAL(first.digest, one.digest);
    CU_ASSERT_STRING_EQUAL(second.digest, other.digest);
}

static void
code_of_another_form_is_refused__GS_2_1_1(void)
{
    const char *refused[] = {
        "",
        ".",
        "AAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA.",
        "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAAAB.AAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAA!.AAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA\n",
        "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.A",
    };
    cs_identity_code_half_t first, second;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_INVALID_ENROLMENT, cs_identity_code_split(TEXT(refused[i]), &first, &second));
    }
}

CU_TestInfo suite_name[] = {
    CLAIM(halves_are_random_and_known_by_their_digest__GS_2_1_1),
    CLAIM(code_is_two_halves_in_order__GS_2_1_1),
    CLAIM(code_of_another_form_is_refused__GS_2_1_1),
    CU_TEST_INFO_NULL,
};
