/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "unit.h"

static void
any_one_value_is_json(void)
{
    const char *accepted[] = {"{}", "[]", "null", "\"text\"", "-1", " 1.5 ", "{\"a\":{\"a\":1}}", "\"\\\"[[[\""};
    json_t *value;

    for (size_t i = 0; i < COUNT_OF(accepted); i++) {
        IS(CS_OK, cs_json_parse(POOL, TEXT(accepted[i]), &value, NULL));
        CU_ASSERT_PTR_NOT_NULL(value);
    }
}

static void
what_strangers_try_is_no_json(void)
{
    const char *refused[] = {
        "",
        " ",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":1}{}",
        "{\"a\":1} x",
        "\xEF\xBB\xBF{}",
        "{\"a\":\"\xFF\"}",
        "{\"a\":\"\xC0\xAF\"}",
        "\"\\u0000\"",
        "{\"\\u0000\":1}",
        "\"\\ud800\"",
        "'a'",
        "{a:1}",
        "[1,]",
        "01",
        "+1",
        "NaN",
        "1e400",
        "99999999999999999999",
        "// comment\n1",
        "\"tab\there\"",
    };
    json_t *value;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_MALFORMED, cs_json_parse(POOL, TEXT(refused[i]), &value, NULL));
        CU_ASSERT_PTR_NULL(value);
    }
    IS(CS_MALFORMED, cs_json_parse(POOL, cs_bytes("{}\0{}", 5), &value, NULL));
    IS(CS_MALFORMED, cs_json_parse(POOL, CS_BYTES_NONE, &value, NULL));
}

static cs_status_t
test_parse_nested(size_t depth)
{
    cs_buffer_t text = test_buffer(10000);
    json_t *value;

    for (size_t i = 0; i < 2 * depth; i++) {
        if (cs_buffer_append_text(&text, i < depth ? "[" : "]") != CS_OK) {
            return CS_FULL;
        }
    }
    return cs_json_parse(POOL, cs_buffer_bytes(&text), &value, NULL);
}

static void
nesting_ends_at_32(void)
{
    IS(CS_OK, test_parse_nested(32));
    IS(CS_MALFORMED, test_parse_nested(33));
    IS(CS_MALFORMED, test_parse_nested(2000));
}

static void
refusal_names_line_and_column(void)
{
    cs_error_t error;
    json_t *value;

    IS(CS_MALFORMED, cs_json_parse(POOL, TEXT("{\n\"a\": x}"), &value, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "line 2"));
    CU_ASSERT_EQUAL(error.status, CS_MALFORMED);
}

static void
members_are_read_with_their_type(void)
{
    json_t *object = test_parse("{'text': 'x', 'number': 7, 'real': 7.0}");

    CU_ASSERT_STRING_EQUAL(cs_json_get_text(object, "text"), "x");
    CU_ASSERT_PTR_NULL(cs_json_get_text(object, "number"));
    CU_ASSERT_PTR_NULL(cs_json_get_text(object, "absent"));
    CU_ASSERT_PTR_NULL(cs_json_get_text(NULL, "text"));
    CU_ASSERT_EQUAL(cs_json_get_integer(object, "number", -1), 7);
    CU_ASSERT_EQUAL(cs_json_get_integer(object, "real", -1), -1);
    CU_ASSERT_EQUAL(cs_json_get_integer(object, "text", -1), -1);
}

CU_TestInfo suite_json[] = {
    CLAIM(any_one_value_is_json),         CLAIM(what_strangers_try_is_no_json),    CLAIM(nesting_ends_at_32),
    CLAIM(refusal_names_line_and_column), CLAIM(members_are_read_with_their_type), CU_TEST_INFO_NULL,
};
