/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/form.h"
#include "unit.h"

static void
pairs_are_read_as_rfc_6749_sends_them(void)
{
    json_t *form;

    IS(CS_OK,
       cs_form_parse(POOL, CS_LITERAL("grant_type=client_credentials&client_id=a.b&x=%20%2B+%c3%A9%26"), &form, NULL));
    CU_ASSERT_STRING_EQUAL(cs_json_get_text(form, "grant_type"), "client_credentials");
    CU_ASSERT_STRING_EQUAL(cs_json_get_text(form, "client_id"), "a.b");
    CU_ASSERT_STRING_EQUAL(cs_json_get_text(form, "x"), " + \xC3\xA9&");
}

static void
what_is_empty_is_left_out(void)
{
    const char *empty[] = {"", "&", "&&", "a=", "a", "a&b=&&c"};
    json_t *form;

    for (size_t i = 0; i < COUNT_OF(empty); i++) {
        IS(CS_OK, cs_form_parse(POOL, TEXT(empty[i]), &form, NULL));
        CU_ASSERT_EQUAL(json_object_size(form), 0);
    }
}

static void
what_is_no_form_is_refused(void)
{
    const char *refused[] = {"a=1&a=2", "a=&a=1", "a=1&a=", "=1",    "=",     "a=%",      "a=%1",       "a=%g0",
                             "a=%0g",   "%zz=1",  "a=%00",  "%00=1", "a=%ff", "a=%c0%af", "a=%ed%a0%80"};
    cs_buffer_t many = test_buffer(10000);
    json_t *form;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_MALFORMED, cs_form_parse(POOL, TEXT(refused[i]), &form, NULL));
        CU_ASSERT_PTR_NULL(form);
    }
    IS(CS_MALFORMED, cs_form_parse(POOL, cs_bytes("a=\0", 3), &form, NULL));
    for (int i = 0; i <= CS_MAX_FORM_PAIRS; i++) {
        IS(CS_OK, cs_buffer_append_format(&many, "p%d=1&", i));
    }
    IS(CS_MALFORMED, cs_form_parse(POOL, cs_buffer_bytes(&many), &form, NULL));
}

CU_TestInfo suite_form[] = {
    CLAIM(pairs_are_read_as_rfc_6749_sends_them),
    CLAIM(what_is_empty_is_left_out),
    CLAIM(what_is_no_form_is_refused),
    CU_TEST_INFO_NULL,
};
