/* SPDX-License-Identifier: Apache-2.0 */
/* GS-4.2: what is kept at rest opens with its key and its binding, or not at all. */
#include "crypto/seal.h"

#include "unit.h"

#define KEY   test_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
#define AAD   CS_LITERAL("countersign content v1\nrecord\n1")
#define PLAIN CS_LITERAL("what is kept")

static cs_bytes_t
test_sealed(cs_bytes_t plain)
{
    cs_buffer_t sealed = test_buffer(100000);

    IS(CS_OK, cs_seal(KEY, AAD, plain, &sealed));
    CU_ASSERT_EQUAL(sealed.size, plain.size + CS_SEAL_OVERHEAD);
    return cs_buffer_bytes(&sealed);
}

static void
sealed_content_opens__GS_4_2(void)
{
    cs_buffer_t plain = test_buffer(1000);

    IS(CS_OK, cs_unseal(KEY, AAD, test_sealed(PLAIN), &plain));
    SAME(cs_buffer_bytes(&plain), PLAIN);
}

static void
nothing_sealed_opens_as_nothing(void)
{
    cs_buffer_t plain = test_buffer(1000);

    IS(CS_OK, cs_unseal(KEY, AAD, test_sealed(CS_BYTES_NONE), &plain));
    CU_ASSERT_EQUAL(plain.size, 0);
}

static void
no_altered_or_cut_byte_opens__GS_4_2(void)
{
    cs_bytes_t sealed = test_sealed(PLAIN);
    cs_buffer_t plain = test_buffer(1000);

    for (size_t i = 0; i < sealed.size; i++) {
        uint8_t *altered = (uint8_t *)cs_pool_text(POOL, sealed.data, sealed.size);

        altered[i] ^= 0x80;
        IS(CS_BAD_SIGNATURE, cs_unseal(KEY, AAD, cs_bytes(altered, sealed.size), &plain));
        IS(CS_BAD_SIGNATURE, cs_unseal(KEY, AAD, cs_bytes(sealed.data, i), &plain));
        CU_ASSERT_EQUAL(plain.size, 0);
    }
}

static void
content_of_another_record_or_key_does_not_open__GS_4_2(void)
{
    cs_buffer_t plain = test_buffer(1000);
    cs_bytes_t sealed = test_sealed(PLAIN);

    IS(CS_BAD_SIGNATURE, cs_unseal(KEY, CS_LITERAL("countersign content v1\nrecord\n2"), sealed, &plain));
    IS(CS_BAD_SIGNATURE, cs_unseal(KEY, CS_BYTES_NONE, sealed, &plain));
    IS(CS_BAD_SIGNATURE,
       cs_unseal(test_hex("010102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"), AAD, sealed, &plain));
    IS(CS_BAD_KEY, cs_unseal(test_hex("0001"), AAD, sealed, &plain));
}

static void
what_did_not_prove_itself_is_wiped(void)
{
    cs_bytes_t sealed = test_sealed(PLAIN);
    cs_buffer_t plain = test_buffer(1000);

    IS(CS_BAD_SIGNATURE, cs_unseal(KEY, CS_LITERAL("other"), sealed, &plain));
    for (size_t i = 0; i < PLAIN.size; i++) {
        CU_ASSERT_EQUAL(plain.data[i], 0);
    }
}

static void
no_two_seals_are_alike(void)
{
    CU_ASSERT_FALSE(cs_bytes_equal(test_sealed(PLAIN), test_sealed(PLAIN)));
}

static void
short_key_or_no_room_seals_nothing(void)
{
    cs_buffer_t sealed = test_buffer(20);

    IS(CS_BAD_KEY, cs_seal(test_hex("0001"), AAD, CS_BYTES_NONE, &(cs_buffer_t){.maximum = 1000, .pool = POOL}));
    IS(CS_FULL, cs_seal(KEY, AAD, PLAIN, &sealed));
    CU_ASSERT_EQUAL(sealed.size, 0);
}

CU_TestInfo suite_seal[] = {
    CLAIM(sealed_content_opens__GS_4_2),         CLAIM(nothing_sealed_opens_as_nothing),
    CLAIM(no_altered_or_cut_byte_opens__GS_4_2), CLAIM(content_of_another_record_or_key_does_not_open__GS_4_2),
    CLAIM(what_did_not_prove_itself_is_wiped),   CLAIM(no_two_seals_are_alike),
    CLAIM(short_key_or_no_room_seals_nothing),   CU_TEST_INFO_NULL,
};
