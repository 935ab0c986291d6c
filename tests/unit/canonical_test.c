/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 8785, with the vectors of its text and appendix B. */
#include <string.h>

#include "codec/json_private.h"
#include "unit.h"

static const char *
test_canonical_of(const char *json)
{
    cs_buffer_t out = test_buffer(100000);
    json_t *value;

    if (cs_json_parse(POOL, TEXT(json), &value, NULL) != CS_OK || cs_json_canonical(value, &out, NULL) != CS_OK) {
        return "";
    }
    return test_text_of(cs_buffer_bytes(&out));
}

static void
sample_of_section_3_2_comes_out_as_printed(void)
{
    CU_ASSERT_STRING_EQUAL(
        test_canonical_of("{\n \"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, "
                          "0.000000000000000000000000001],\n"
                          " \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                          "\n \"literals\": [null, true, false]\n}"),
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
        "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

static void
names_sort_by_utf16_units(void)
{
    CU_ASSERT_STRING_EQUAL(
        test_canonical_of("{\"\\u20ac\": 1, \"\\r\": 2, \"\\ufb33\": 3, \"1\": 4, \"\\ud83d\\ude00\": 5, "
                          "\"\\u0080\": 6, \"\\u00f6\": 7, \"\": 8, \"10\": 9}"),
        "{\"\":8,\"\\r\":2,\"1\":4,\"10\":9,\"\xC2\x80\":6,\"\xC3\xB6\":7,\"\xE2\x82\xAC\":1,"
        "\"\xF0\x9F\x98\x80\":5,\"\xEF\xAC\xB3\":3}");
}

static void
control_characters_have_their_short_escapes(void)
{
    CU_ASSERT_STRING_EQUAL(test_canonical_of("\"\\u0008\\u0009\\u000a\\u000c\\u000d\\u0001\\u001f\\u007f\""),
                           "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7F\"");
}

static void
numbers_of_appendix_b_come_out_as_printed(void)
{
    const struct {
        uint64_t bits;
        const char *text;
    } rows[] = {
        {0x0000000000000000, "0"},
        {0x8000000000000000, "0"},
        {0x0000000000000001, "5e-324"},
        {0x8000000000000001, "-5e-324"},
        {0x7fefffffffffffff, "1.7976931348623157e+308"},
        {0xffefffffffffffff, "-1.7976931348623157e+308"},
        {0x4340000000000000, "9007199254740992"},
        {0xc340000000000000, "-9007199254740992"},
        {0x4430000000000000, "295147905179352830000"},
        {0x44b52d02c7e14af5, "9.999999999999997e+22"},
        {0x44b52d02c7e14af6, "1e+23"},
        {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        {0x444b1ae4d6e2ef4e, "999999999999999700000"},
        {0x444b1ae4d6e2ef4f, "999999999999999900000"},
        {0x444b1ae4d6e2ef50, "1e+21"},
        {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
        {0x3eb0c6f7a0b5ed8d, "0.000001"},
        {0x41b3de4355555553, "333333333.3333332"},
        {0x41b3de4355555554, "333333333.33333325"},
        {0x41b3de4355555555, "333333333.3333333"},
        {0x41b3de4355555556, "333333333.3333334"},
        {0x41b3de4355555557, "333333333.33333343"},
        {0xbecbf647612f3696, "-0.0000033333333333333333"},
        {0x43143ff3c1cb0959, "1424953923781206.2"},
        {0x3d30000000000000, "5.684341886080802e-14"}, /* 2^-44: only the neighbour above is this short */
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cs_buffer_t out = test_buffer(100);
        double value;

        memcpy(&value, &rows[i].bits, sizeof(value));
        IS(CS_OK, csp_number_canonical(value, &out));
        CU_ASSERT_STRING_EQUAL(cs_buffer_text(&out), rows[i].text);
    }
}

static void
what_is_no_number_is_refused(void)
{
    cs_buffer_t out = test_buffer(100);

    IS(CS_INVALID_VALUE, csp_number_canonical(0.0 / 0.0, &out));
    IS(CS_INVALID_VALUE, csp_number_canonical(1.0 / 0.0, &out));
    IS(CS_INVALID_VALUE, csp_number_canonical(-1.0 / 0.0, &out));
    CU_ASSERT_EQUAL(out.size, 0);
}

static void
integer_that_a_double_cannot_hold_is_refused(void)
{
    cs_buffer_t out = test_buffer(100);

    CU_ASSERT_STRING_EQUAL(test_canonical_of("[9007199254740991,-9007199254740991]"),
                           "[9007199254740991,-9007199254740991]");
    IS(CS_INVALID_VALUE, cs_json_canonical(test_parse("[1, 9007199254740992]"), &out, NULL));
    IS(CS_INVALID_VALUE, cs_json_canonical(test_parse("-9007199254740992"), &out, NULL));
    IS(CS_INVALID_VALUE, cs_json_canonical(test_parse("90071992.5e9"), &out, NULL));
    IS(CS_INVALID_VALUE, cs_json_canonical(test_parse("-9.9e20"), &out, NULL));
    CU_ASSERT_STRING_EQUAL(test_canonical_of("[1e21,-1.5e300]"), "[1e+21,-1.5e+300]");
    CU_ASSERT_EQUAL(out.size, 0);
}

static void
value_nested_too_deep_is_refused(void)
{
    cs_buffer_t out = test_buffer(1000);
    json_t *value = json_array();

    for (int i = 0; i < 40; i++) {
        json_t *outer = json_array();

        json_array_append_new(outer, value);
        value = outer;
    }
    IS(CS_INVALID_VALUE, cs_json_canonical(value, &out, NULL));
    IS(CS_INVALID_VALUE, cs_json_canonical(NULL, &out, NULL));
    json_decref(value);
}

static void
canonical_form_is_its_own_canonical_form(void)
{
    const char *once = test_canonical_of("{\"b\":[1.5,{\"z\":null,\"a\":\"\\u00e9\\n\"}],\"a\":-0.0}");

    CU_ASSERT_STRING_EQUAL(once, "{\"a\":0,\"b\":[1.5,{\"a\":\"\xC3\xA9\\n\",\"z\":null}]}");
    CU_ASSERT_STRING_EQUAL(test_canonical_of(once), once);
}

CU_TestInfo suite_canonical[] = {
    CLAIM(sample_of_section_3_2_comes_out_as_printed),
    CLAIM(names_sort_by_utf16_units),
    CLAIM(control_characters_have_their_short_escapes),
    CLAIM(numbers_of_appendix_b_come_out_as_printed),
    CLAIM(what_is_no_number_is_refused),
    CLAIM(integer_that_a_double_cannot_hold_is_refused),
    CLAIM(value_nested_too_deep_is_refused),
    CLAIM(canonical_form_is_its_own_canonical_form),
    CU_TEST_INFO_NULL,
};
