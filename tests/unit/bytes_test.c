/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/error.h"

static void
slices_stay_inside(void)
{
    cs_bytes_t in = CS_LITERAL("abcdef"), out;

    IS(CS_OK, cs_bytes_slice(in, 2, 3, &out));
    SAME(out, CS_LITERAL("cde"));
    IS(CS_OK, cs_bytes_slice(in, 6, 0, &out));
    IS(CS_MALFORMED, cs_bytes_slice(in, 2, 5, &out));
    IS(CS_MALFORMED, cs_bytes_slice(in, 7, 0, &out));
    IS(CS_MALFORMED, cs_bytes_slice(in, 1, SIZE_MAX, &out));
    CU_ASSERT_EQUAL(out.size, 0);
}

static void
utf8_refuses_overlong_surrogate_nul_and_cut(void)
{
    const char *refused[] = {
        "\xC0\xAF",         "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\x80",         "\xE4\xB8",         "\xC3(",        "\xFF",
        "a\xE2\x82",        "\xE2(\xA1",
    };

    CU_ASSERT_TRUE(cs_bytes_is_utf8(TEXT("a\xC3\xA9\xE6\xBC\xA2\xF0\x9F\x98\x80\xEF\xBF\xBF\xF4\x8F\xBF\xBF")));
    CU_ASSERT_TRUE(cs_bytes_is_utf8(CS_BYTES_NONE));
    CU_ASSERT_FALSE(cs_bytes_is_utf8(cs_bytes("a\0b", 3)));
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        CU_ASSERT_FALSE(cs_bytes_is_utf8(TEXT(refused[i])));
    }
}

static void
buffer_grows_to_its_maximum_and_not_past_it(void)
{
    cs_buffer_t buffer = test_buffer(1000);

    for (int i = 0; i < 100; i++) {
        IS(CS_OK, cs_buffer_append(&buffer, CS_LITERAL("0123456789")));
    }
    CU_ASSERT_EQUAL(buffer.size, 1000);
    IS(CS_FULL, cs_buffer_append(&buffer, CS_LITERAL("x")));
    IS(CS_FULL, cs_buffer_append_format(&buffer, "%d", 1));
    CU_ASSERT_EQUAL(buffer.size, 1000);
    CU_ASSERT_TRUE(cs_buffer_check(&buffer));
    CU_ASSERT_EQUAL(cs_buffer_text(&buffer)[1000], '\0');
    SAME(cs_bytes(buffer.data + 990, 10), CS_LITERAL("0123456789"));
}

static void
buffer_refuses_sizes_that_wrap(void)
{
    cs_buffer_t buffer = test_buffer(SIZE_MAX);
    uint8_t *room;

    IS(CS_OK, cs_buffer_append(&buffer, CS_LITERAL("x")));
    IS(CS_FULL, cs_buffer_extend(&buffer, SIZE_MAX, &room));
    IS(CS_FULL, cs_buffer_extend(&buffer, SIZE_MAX - 1, &room));
    CU_ASSERT_PTR_NULL(room);
    CU_ASSERT_EQUAL(buffer.size, 1);
}

static void
fixed_text_refuses_what_does_not_fit_or_holds_nul(void)
{
    char out[4];

    IS(CS_OK, cs_text_copy(CS_LITERAL("abc"), out, sizeof(out)));
    CU_ASSERT_STRING_EQUAL(out, "abc");
    IS(CS_FULL, cs_text_copy(CS_LITERAL("abcd"), out, sizeof(out)));
    CU_ASSERT_STRING_EQUAL(out, "");
    IS(CS_FULL, cs_text_copy(cs_bytes("a\0b", 3), out, sizeof(out)));
}

static void
secret_is_gone_when_cleared(void)
{
    cs_secret_t secret = {.size = 0}, zero = {.size = 0};

    IS(CS_OK, cs_secret_set(&secret, CS_LITERAL("hunter2")));
    SAME(cs_secret_bytes(&secret), CS_LITERAL("hunter2"));
    IS(CS_FULL, cs_secret_set(&secret, test_hex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
                                                "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00")));
    SAME(cs_bytes(&secret, sizeof(secret)), cs_bytes(&zero, sizeof(zero)));
}

static void
secret_comparison_tells_equal_from_different(void)
{
    CU_ASSERT_TRUE(cs_bytes_equal_secret(CS_LITERAL("abc"), CS_LITERAL("abc")));
    CU_ASSERT_FALSE(cs_bytes_equal_secret(CS_LITERAL("abc"), CS_LITERAL("abd")));
    CU_ASSERT_FALSE(cs_bytes_equal_secret(CS_LITERAL("abc"), CS_LITERAL("ab")));
}

static int test_released;

static void
test_release(void *data)
{
    test_released = test_released * 10 + *(int *)data;
}

static void
cleanups_run_last_first_and_once(void)
{
    int one = 1, two = 2;
    cs_arena_t arena;

    test_released = 0;
    cs_arena_init(&arena);
    IS(CS_OK, cs_pool_on_clear(&arena.pool, test_release, &one));
    IS(CS_OK, cs_pool_on_clear(&arena.pool, test_release, &two));
    cs_arena_clear(&arena);
    cs_arena_clear(&arena);
    CU_ASSERT_EQUAL(test_released, 21);
}

/* Registered before the secret's own, it runs after that. */
static void
test_look(void *data)
{
    static const uint8_t zero[7];

    SAME(cs_bytes(*(uint8_t **)data, sizeof(zero)), cs_bytes(zero, sizeof(zero)));
    test_released = 1;
}

static void
secret_memory_is_wiped_with_its_pool(void)
{
    cs_arena_t arena;
    uint8_t *secret;

    test_released = 0;
    cs_arena_init(&arena);
    IS(CS_OK, cs_pool_on_clear(&arena.pool, test_look, &secret));
    secret = cs_pool_zalloc_secret(&arena.pool, 7);
    cs_bytes_copy(CS_LITERAL("hunter2"), secret);
    SAME(cs_bytes(secret, 7), CS_LITERAL("hunter2"));
    CU_ASSERT_PTR_NULL(cs_pool_zalloc_secret(&arena.pool, SIZE_MAX));
    cs_arena_clear(&arena);
    CU_ASSERT_EQUAL(test_released, 1);
}

static void
secret_memory_that_could_not_be_wiped_is_not_given(void)
{
    test_poor_pool_t poor;

    for (size_t left = 0; left < 2; left++) {
        test_poor_pool_init(&poor, left);
        CU_ASSERT_PTR_NULL(cs_pool_zalloc_secret(&poor.pool, 7));
        test_poor_pool_clear(&poor);
    }
}

static void
release_runs_at_once_where_it_cannot_be_registered(void)
{
    test_poor_pool_t poor;
    int one = 1;

    test_released = 0;
    test_poor_pool_init(&poor, 0);
    IS(CS_NO_MEMORY, cs_pool_on_clear(&poor.pool, test_release, &one));
    CU_ASSERT_EQUAL(test_released, 1);
    test_poor_pool_clear(&poor);
    CU_ASSERT_EQUAL(test_released, 1);
}

static void
every_status_has_its_own_name_and_a_fitting_http_code(void)
{
    static const cs_status_t all[] = {
#define STATUS(number, symbol, name, category, http, en, zh) symbol,
        CS_STATUS_LIST(STATUS)
#undef STATUS
    };

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        CU_ASSERT_EQUAL(cs_status_from_name(cs_status_name(all[i])), all[i]);
        CU_ASSERT_TRUE(all[i] == CS_OK || cs_status_http(all[i]) >= 400);
        CU_ASSERT_STRING_NOT_EQUAL(cs_status_title(all[i], CS_LANGUAGE_EN), cs_status_title(all[i], CS_LANGUAGE_ZH_CN));
    }
}

static void
unknown_status_is_internal(void)
{
    CU_ASSERT_EQUAL(cs_status_from_name("surprise"), CS_INTERNAL);
    CU_ASSERT_EQUAL(cs_status_from_name(NULL), CS_INTERNAL);
    CU_ASSERT_STRING_EQUAL(cs_status_name((cs_status_t)9999), "internal");
    CU_ASSERT_EQUAL(cs_status_http((cs_status_t)9999), 500);
}

static void
error_keeps_what_fits(void)
{
    cs_error_t error;

    IS(CS_FORBIDDEN, cs_error_set(NULL, CS_FORBIDDEN, "", "not read"));
    IS(CS_MALFORMED, cs_error_set(&error, CS_MALFORMED, NULL, "%0*d", 2 * CS_MAX_ERROR_TEXT, 1));
    CU_ASSERT_STRING_EQUAL(error.pointer, "");
    CU_ASSERT_EQUAL(TEXT(error.text).size, CS_MAX_ERROR_TEXT - 1);
}

CU_TestInfo suite_bytes[] = {
    CLAIM(slices_stay_inside),
    CLAIM(utf8_refuses_overlong_surrogate_nul_and_cut),
    CLAIM(buffer_grows_to_its_maximum_and_not_past_it),
    CLAIM(buffer_refuses_sizes_that_wrap),
    CLAIM(fixed_text_refuses_what_does_not_fit_or_holds_nul),
    CLAIM(secret_is_gone_when_cleared),
    CLAIM(secret_comparison_tells_equal_from_different),
    CLAIM(cleanups_run_last_first_and_once),
    CLAIM(secret_memory_is_wiped_with_its_pool),
    CLAIM(secret_memory_that_could_not_be_wiped_is_not_given),
    CLAIM(release_runs_at_once_where_it_cannot_be_registered),
    CLAIM(every_status_has_its_own_name_and_a_fitting_http_code),
    CLAIM(unknown_status_is_internal),
    CLAIM(error_keeps_what_fits),
    CU_TEST_INFO_NULL,
};
