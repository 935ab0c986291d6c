/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/cbor.h"
#include "unit.h"

static void
each_kind_is_read_with_what_it_holds(void)
{
    static const struct {
        const char *hex;
        cs_cbor_kind_t kind;
        uint64_t value;
    } cases[] = {
        {"00", CS_CBOR_UNSIGNED, 0},
        {"17", CS_CBOR_UNSIGNED, 23},
        {"1818", CS_CBOR_UNSIGNED, 24},
        {"190100", CS_CBOR_UNSIGNED, 256},
        {"1a00010000", CS_CBOR_UNSIGNED, 65536},
        {"1bffffffffffffffff", CS_CBOR_UNSIGNED, UINT64_MAX},
        {"26", CS_CBOR_NEGATIVE, 6},
        {"43010203", CS_CBOR_BYTES, 3},
        {"6161", CS_CBOR_TEXT, 1},
        {"820102", CS_CBOR_ARRAY, 2},
        {"a10102", CS_CBOR_MAP, 1},
        {"f5", CS_CBOR_SIMPLE, 21},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        cs_cbor_item_t item;
        IS(CS_OK, cs_cbor_read(test_hex(cases[i].hex), &item));
        CU_ASSERT_EQUAL(item.kind, cases[i].kind);
        CU_ASSERT_EQUAL(item.value, cases[i].value);
        SAME(item.whole, test_hex(cases[i].hex));
    }
}

static void
what_is_not_of_the_one_form_is_refused(void)
{
    static const char *const cases[] = {
        "",     /* nothing */
        "18",   /* a head cut off */
        "1817", /* a head longer than it needs to be */
        "190001",
        "1a00000001",
        "1b0000000000000001",
        "1c",       /* reserved */
        "5f4101ff", /* indefinite */
        "9f01ff",
        "bf0102ff",
        "ff",
        "420a", /* fewer bytes than promised */
        "5affffffff",
        "5bffffffffffffffff",
        "9bffffffffffffffff", /* more items than bytes */
        "bbffffffffffffffff",
        "bb8000000000000000",
        "8201",
        "a101",
        "a1",
        "61ff", /* no UTF-8 */
        "c000", /* a tag */
        "f90000",
        "fb0000000000000000",
        "f7",
        "e0",
        "f8ff",         /* floats and unknown simple values */
        "818181818100", /* nested too deep */
        "0000",         /* two items */
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        cs_cbor_item_t item;
        IS(CS_MALFORMED, cs_cbor_read(test_hex(cases[i]), &item));
    }
}

static void
members_are_found_by_their_key_and_no_key_stands_twice(void)
{
    cs_cbor_item_t map, item;

    IS(CS_OK, cs_cbor_read(test_hex("a3616101200261620a"), &map)); /* {"a": 1, -1: 2, "b": 10} */
    IS(CS_OK, cs_cbor_get(&map, "b", &item));
    CU_ASSERT_TRUE(cs_cbor_is(&item, 10));
    IS(CS_OK, cs_cbor_get_numbered(&map, -1, &item));
    CU_ASSERT_TRUE(cs_cbor_is(&item, 2) && !cs_cbor_is(&item, -3));
    IS(CS_MISSING_MEMBER, cs_cbor_get(&map, "c", &item));
    IS(CS_MISSING_MEMBER, cs_cbor_get_numbered(&map, 1, &item));
    IS(CS_OK, cs_cbor_read(test_hex("a2616101616102"), &map));
    IS(CS_MALFORMED, cs_cbor_get(&map, "a", &item));
    IS(CS_OK, cs_cbor_read(test_hex("820102"), &map));
    IS(CS_MALFORMED, cs_cbor_get(&map, "a", &item));
}

CU_TestInfo suite_cbor[] = {
    CLAIM(each_kind_is_read_with_what_it_holds),
    CLAIM(what_is_not_of_the_one_form_is_refused),
    CLAIM(members_are_found_by_their_key_and_no_key_stands_twice),
    CU_TEST_INFO_NULL,
};
