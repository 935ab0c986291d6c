/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static const cs_shape_t test_inner[] = {
    {"code", CS_SHAPE_CODE, true, 0, "red|green", NULL},
    CS_SHAPE_END,
};

static const cs_shape_t test_body[] = {
    {"id", CS_SHAPE_ID, true, 0, NULL, NULL},
    {"text", CS_SHAPE_TEXT, false, 4, NULL, NULL},
    {"at", CS_SHAPE_TIME, false, 0, NULL, NULL},
    {"digest", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    {"count", CS_SHAPE_INTEGER, false, 10, NULL, NULL},
    {"flag", CS_SHAPE_BOOLEAN, false, 0, NULL, NULL},
    {"one", CS_SHAPE_OBJECT, false, 0, NULL, test_inner},
    {"many", CS_SHAPE_OBJECTS, false, 2, NULL, test_inner},
    {"words", CS_SHAPE_TEXTS, false, 2, NULL, NULL},
    {"code_words", CS_SHAPE_WORDS, false, 2, NULL, NULL},
    {"set", CS_SHAPE_SET, false, 3, "red|green|blue", NULL},
    {"free", CS_SHAPE_OBJECT, false, 0, NULL, NULL},
    {"a/b~c", CS_SHAPE_BOOLEAN, false, 0, NULL, NULL},
    {"word", CS_SHAPE_WORD, false, 0, NULL, NULL},
    {"any", CS_SHAPE_ANY, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

#define ID "'id': '017f22e2-79b0-7cc3-98c4-dc0c0c07398f'"

static void
body_with_all_members_right_is_taken(void)
{
    IS(CS_OK, cs_shape_check(test_parse("{" ID "}"), test_body, NULL));
    IS(CS_OK, cs_shape_check(test_parse("{" ID ", 'text': 'abcd', 'at': '2026-11-21T22:20:21Z', 'digest': "
                                        "'47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU', 'count': 10, 'flag': false, "
                                        "'one': {'code': 'red'}, 'many': [{'code': 'green'}, {'code': 'red'}], "
                                        "'words': ['a', 'a'], 'code_words': ['risk'], 'set': ['blue', 'red'], 'free': "
                                        "{'x': []}, 'any': [null]}"),
                             test_body, NULL));
}

static void
first_wrong_member_is_named(void)
{
    const struct {
        cs_status_t status;
        const char *pointer;
        const char *json;
    } rows[] = {
        {CS_WRONG_TYPE, "", "[]"},
        {CS_MISSING_MEMBER, "/id", "{}"},
        {CS_UNKNOWN_MEMBER, "/surprise", "{" ID ", 'surprise': 1}"},
        {CS_UNKNOWN_MEMBER, "/~1~0", "{" ID ", '/~': 1}"},
        {CS_WRONG_TYPE, "/id", "{'id': null}"},
        {CS_WRONG_TYPE, "/id", "{'id': '017F22E2-79B0-7CC3-98C4-DC0C0C07398F'}"},
        {CS_WRONG_TYPE, "/text", "{" ID ", 'text': ''}"},
        {CS_WRONG_TYPE, "/text", "{" ID ", 'text': 'abcde'}"},
        {CS_WRONG_TYPE, "/text", "{" ID ", 'text': 1}"},
        {CS_WRONG_TYPE, "/text", "{" ID ", 'text': null}"},
        {CS_WRONG_TYPE, "/at", "{" ID ", 'at': '2026-11-21'}"},
        {CS_WRONG_TYPE, "/digest", "{" ID ", 'digest': '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFV'}"},
        {CS_WRONG_TYPE, "/digest", "{" ID ", 'digest': '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU'}"},
        {CS_WRONG_TYPE, "/digest", "{" ID ", 'digest': ''}"},
        {CS_WRONG_TYPE, "/count", "{" ID ", 'count': 11}"},
        {CS_WRONG_TYPE, "/count", "{" ID ", 'count': -1}"},
        {CS_WRONG_TYPE, "/count", "{" ID ", 'count': 1.0}"},
        {CS_WRONG_TYPE, "/count", "{" ID ", 'count': '1'}"},
        {CS_WRONG_TYPE, "/flag", "{" ID ", 'flag': 'true'}"},
        {CS_WRONG_TYPE, "/one/code", "{" ID ", 'one': {'code': 're'}}"},
        {CS_WRONG_TYPE, "/one/code", "{" ID ", 'one': {'code': 'red|green'}}"},
        {CS_WRONG_TYPE, "/one/code", "{" ID ", 'one': {'code': ''}}"},
        {CS_MISSING_MEMBER, "/one/code", "{" ID ", 'one': {}}"},
        {CS_WRONG_TYPE, "/one", "{" ID ", 'one': []}"},
        {CS_UNKNOWN_MEMBER, "/many/1/x", "{" ID ", 'many': [{'code': 'red'}, {'code': 'red', 'x': 1}]}"},
        {CS_WRONG_TYPE, "/many", "{" ID ", 'many': [{'code': 'red'}, {'code': 'red'}, {'code': 'red'}]}"},
        {CS_WRONG_TYPE, "/many/0", "{" ID ", 'many': ['red']}"},
        {CS_WRONG_TYPE, "/words/1", "{" ID ", 'words': ['a', '']}"},
        {CS_WRONG_TYPE, "/words/0", "{" ID ", 'words': [1]}"},
        {CS_WRONG_TYPE, "/words", "{" ID ", 'words': 'a'}"},
        {CS_WRONG_TYPE, "/code_words/1", "{" ID ", 'code_words': ['risk', '\u4fe1']}"},
        {CS_WRONG_TYPE, "/code_words/0", "{" ID ", 'code_words': [1]}"},
        {CS_WRONG_TYPE, "/code_words", "{" ID ", 'code_words': ['a', 'b', 'c']}"},
        {CS_WRONG_TYPE, "/set", "{" ID ", 'set': []}"},
        {CS_WRONG_TYPE, "/set", "{" ID ", 'set': ['red', 'green', 'blue', 'red']}"},
        {CS_WRONG_TYPE, "/set/1", "{" ID ", 'set': ['red', 'red']}"},
        {CS_WRONG_TYPE, "/set/0", "{" ID ", 'set': ['yellow']}"},
        {CS_WRONG_TYPE, "/free", "{" ID ", 'free': 1}"},
        {CS_WRONG_TYPE, "/a~1b~0c", "{" ID ", 'a/b~c': 1}"},
    };
    cs_error_t error;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        IS(rows[i].status, cs_shape_check(test_parse(rows[i].json), test_body, &error));
        CU_ASSERT_STRING_EQUAL(error.pointer, rows[i].pointer);
    }
}

static void
text_is_measured_in_characters(void)
{
    IS(CS_OK, cs_shape_check(test_parse("{" ID ", 'text': '\u4fe1\U0001F600\u4fe1\u00e9'}"), test_body, NULL));
    IS(CS_WRONG_TYPE,
       cs_shape_check(test_parse("{" ID ", 'text': '\u4fe1\u4fe1\u4fe1\u4fe1\u4fe1'}"), test_body, NULL));
}

/* 64 bytes are what an entry takes of one: of any other alphabet 64 characters are more. */
static void
word_is_of_ascii_and_fits_an_entry__GS_2_2_2(void)
{
#define OF_60 "abcdefghijklmnopqrstuvwxyz_0123456789.abcdefghijklmnopqrstuv"
    static const char *const right[] = {"a", "risk", "a0_.", OF_60 "wxyz"};
    static const char *const wrong[] = {"",    "0a",   "_a",      ".a",     "A",     "aB",         "a b",
                                        "a-b", "a\\n", "a\u00e9", "\u4fe1", "a\x7f", OF_60 "wxyza"};
    cs_error_t error;
    cs_buffer_t json;

    for (size_t i = 0; i < COUNT_OF(right); i++) {
        json = test_buffer(200);
        IS(CS_OK, cs_buffer_append_format(&json, "{" ID ", 'word': '%s'}", right[i]));
        IS(CS_OK, cs_shape_check(test_parse(cs_buffer_text(&json)), test_body, NULL));
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        json = test_buffer(200);
        IS(CS_OK, cs_buffer_append_format(&json, "{" ID ", 'word': '%s'}", wrong[i]));
        IS(CS_WRONG_TYPE, cs_shape_check(test_parse(cs_buffer_text(&json)), test_body, &error));
        CU_ASSERT_STRING_EQUAL(error.pointer, "/word");
    }
    IS(CS_WRONG_TYPE, cs_shape_check(test_parse("{" ID ", 'word': 1}"), test_body, NULL));
}

static void
refusal_says_what_is_expected(void)
{
    const struct {
        const char *json;
        const char *text;
    } rows[] = {
        {"[]", "must be an object"},
        {"{'id': 1}", "must be a UUID in lower case"},
        {"{" ID ", 'text': 1}", "must be a text of 1 to 4 characters"},
        {"{" ID ", 'count': 11}", "must be an integer of at most 10"},
        {"{" ID ", 'words': [1]}", "must be a text of 1 to 256 characters"},
        {"{" ID ", 'one': {'code': 're'}}", "must be one of red, green"},
        {"{" ID ", 'set': ['re']}", "must be one of red, green, blue"},
        {"{" ID ", 'set': ['red', 'red']}", "stands in the array twice"},
    };
    cs_error_t error;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        IS(CS_WRONG_TYPE, cs_shape_check(test_parse(rows[i].json), test_body, &error));
        CU_ASSERT_STRING_EQUAL(error.text, rows[i].text);
    }
}

static void
pointer_that_does_not_fit_is_cut_at_a_step(void)
{
    cs_buffer_t json = test_buffer(1000);
    cs_error_t error;

    IS(CS_OK, cs_buffer_append_format(&json, "{" ID ", 'one': {'%0200d': 1, 'code': 'red'}}", 1));
    IS(CS_UNKNOWN_MEMBER, cs_shape_check(test_parse(cs_buffer_text(&json)), test_body, &error));
    CU_ASSERT_STRING_EQUAL(error.pointer, "/one");
}

CU_TestInfo suite_shape[] = {
    CLAIM(body_with_all_members_right_is_taken),
    CLAIM(first_wrong_member_is_named),
    CLAIM(text_is_measured_in_characters),
    CLAIM(word_is_of_ascii_and_fits_an_entry__GS_2_2_2),
    CLAIM(refusal_says_what_is_expected),
    CLAIM(pointer_that_does_not_fit_is_cut_at_a_step),
    CU_TEST_INFO_NULL,
};
