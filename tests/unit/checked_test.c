/* SPDX-License-Identifier: Apache-2.0 */
/* The tokens that were found good: found by their whole name, never more of them than there is room for. */
#include "identity/checked.h"

#include "unit.h"

static cs_identity_checked_t *
test_checked(void)
{
    cs_identity_checked_t *checked;

    IS(CS_OK, cs_identity_checked_make(POOL, &checked));
    return checked;
}

/* The i-th name: all share the first two bytes where `one_set` is asked for. */
static const uint8_t *
test_name(size_t i, bool one_set)
{
    static uint8_t name[CS_DIGEST_SIZE];
    const cs_bytes_t parts[] = {cs_bytes(&i, sizeof(i))};

    IS(CS_OK, cs_digest(parts, 1, name));
    if (one_set) {
        name[0] = name[1] = 7;
    }
    return name;
}

static const cs_identity_token_t test_first = {.account = "a", .expires_s = 1};
static const cs_identity_token_t test_second = {.account = "b", .expires_s = 2};

static void
kept_token_is_found_by_its_whole_name_alone(void)
{
    cs_identity_checked_t *checked = test_checked();
    uint8_t name[CS_DIGEST_SIZE] = {1, 2, 3};

    CU_ASSERT_PTR_NULL(cs_identity_checked_find(checked, name));
    cs_identity_checked_keep(checked, name, &test_first);
    CU_ASSERT_STRING_EQUAL(cs_identity_checked_find(checked, name)->account, "a");
    for (size_t i = 0; i < CS_DIGEST_SIZE; i++) {
        name[i] ^= 1;
        CU_ASSERT_PTR_NULL(cs_identity_checked_find(checked, name));
        name[i] ^= 1;
    }
    CU_ASSERT_PTR_NOT_NULL(cs_identity_checked_find(checked, name));
}

static void
empty_table_has_not_even_the_name_of_zeros(void)
{
    const uint8_t zeros[CS_DIGEST_SIZE] = {0};

    CU_ASSERT_PTR_NULL(cs_identity_checked_find(test_checked(), zeros));
}

static void
token_kept_again_has_one_row(void)
{
    cs_identity_checked_t *checked = test_checked();

    cs_identity_checked_keep(checked, test_name(0, true), &test_first);
    for (size_t i = 0; i < 20; i++) {
        cs_identity_checked_keep(checked, test_name(1, true), &test_second);
    }
    CU_ASSERT_STRING_EQUAL(cs_identity_checked_find(checked, test_name(0, true))->account, "a");
    CU_ASSERT_STRING_EQUAL(cs_identity_checked_find(checked, test_name(1, true))->account, "b");
}

static void
who_asked_longest_ago_makes_room(void)
{
    cs_identity_checked_t *checked = test_checked();

    for (size_t i = 0; i < 1000; i++) {
        cs_identity_checked_keep(checked, test_name(i, true), &test_first);
        CU_ASSERT_PTR_NOT_NULL(cs_identity_checked_find(checked, test_name(0, true)));
        CU_ASSERT_PTR_NOT_NULL(cs_identity_checked_find(checked, test_name(i, true)));
    }
    CU_ASSERT_PTR_NULL(cs_identity_checked_find(checked, test_name(1, true)));
    CU_ASSERT_PTR_NULL(cs_identity_checked_find(checked, test_name(900, true)));
}

static void
there_are_never_more_than_there_is_room_for(void)
{
    cs_identity_checked_t *checked = test_checked();
    size_t found = 0;

    for (size_t i = 0; i < 3 * CS_MAX_CHECKED; i++) {
        cs_identity_checked_keep(checked, test_name(i, false), &test_first);
    }
    for (size_t i = 0; i < 3 * CS_MAX_CHECKED; i++) {
        found += cs_identity_checked_find(checked, test_name(i, false)) != NULL;
    }
    CU_ASSERT_TRUE(found <= CS_MAX_CHECKED && found > CS_MAX_CHECKED / 2);
}

static void
nothing_is_found_once_it_was_forgotten(void)
{
    cs_identity_checked_t *checked = test_checked();

    for (size_t i = 0; i < 100; i++) {
        cs_identity_checked_keep(checked, test_name(i, false), &test_first);
    }
    cs_identity_checked_forget(checked);
    for (size_t i = 0; i < 100; i++) {
        CU_ASSERT_PTR_NULL(cs_identity_checked_find(checked, test_name(i, false)));
    }
}

CU_TestInfo suite_checked[] = {
    CLAIM(kept_token_is_found_by_its_whole_name_alone),
    CLAIM(empty_table_has_not_even_the_name_of_zeros),
    CLAIM(token_kept_again_has_one_row),
    CLAIM(who_asked_longest_ago_makes_room),
    CLAIM(there_are_never_more_than_there_is_room_for),
    CLAIM(nothing_is_found_once_it_was_forgotten),
    CU_TEST_INFO_NULL,
};
