/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static void
time_comes_back_as_written(void)
{
    const struct {
        const char *text;
        int64_t time_us;
    } rows[] = {
        {"1970-01-01T00:00:00.000000Z", 0},
        {"2026-11-21T22:20:21.123456Z", 1795299621123456},
        {"2024-02-29T23:59:59.999999Z", 1709251199999999},
        {"1969-12-31T23:59:59.999999Z", -1},
        {"9999-12-31T23:59:59.999999Z", 253402300799999999},
    };
    char text[CS_TIME_TEXT];
    int64_t time_us;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        IS(CS_OK, cs_time_parse(TEXT(rows[i].text), &time_us));
        CU_ASSERT_EQUAL(time_us, rows[i].time_us);
        cs_time_format(time_us, text);
        CU_ASSERT_STRING_EQUAL(text, rows[i].text);
    }
}

static void
time_takes_none_to_six_decimals(void)
{
    int64_t time_us;

    IS(CS_OK, cs_time_parse(TEXT("1970-01-01T00:00:01Z"), &time_us));
    CU_ASSERT_EQUAL(time_us, 1000000);
    IS(CS_OK, cs_time_parse(TEXT("1970-01-01T00:00:01.05Z"), &time_us));
    CU_ASSERT_EQUAL(time_us, 1050000);
}

static void
time_refuses_zones_leap_seconds_and_days_that_are_not(void)
{
    const char *refused[] = {
        "",
        "2026-11-21",
        "2026-11-21T22:20:21",
        "2026-11-21T22:20:21+00:00",
        "2026-11-21t22:20:21Z",
        "2026-11-21T22:20:21z",
        "2026-11-21 22:20:21Z",
        "2026-11-21T22:20:21.Z",
        "2026-11-21T22:20:21.1234567Z",
        "2026-11-21T22:20:60Z",
        "2026-11-21T24:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "26-11-21T22:20:21Z",
        "+026-11-21T22:20:21Z",
        "2026-11-21T22:20:21Z ",
        " 2026-11-21T22:20:21Z",
        "2026-11-21T22:20:2:Z",
    };
    int64_t time_us;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        IS(CS_WRONG_TYPE, cs_time_parse(TEXT(refused[i]), &time_us));
    }
    IS(CS_WRONG_TYPE, cs_time_parse(cs_bytes("2026-11-21T22:20:21Z\0", 21), &time_us));
}

static void
uuid_is_version_7_of_this_moment(void)
{
    int64_t before_ms = cs_clock_now_us() / 1000, after_ms, ms = 0;
    char text[CS_UUID_TEXT], digits[13];

    IS(CS_OK, cs_uuid_new(text));
    after_ms = cs_clock_now_us() / 1000;
    CU_ASSERT_TRUE(cs_uuid_check(TEXT(text)));
    snprintf(digits, sizeof(digits), "%.8s%.4s", text, text + 9);
    ms = strtoll(digits, NULL, 16);
    CU_ASSERT_TRUE(ms >= before_ms && ms <= after_ms);
    CU_ASSERT_EQUAL(text[14], '7');
    CU_ASSERT_PTR_NOT_NULL(strchr("89ab", text[19]));
}

static void
uuid_vector_of_rfc_9562_is_taken(void)
{
    CU_ASSERT_TRUE(cs_uuid_check(TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")));
}

static void
uuids_of_one_process_differ(void)
{
    char one[CS_UUID_TEXT], other[CS_UUID_TEXT];

    for (int i = 0; i < 1000; i++) {
        IS(CS_OK, cs_uuid_new(one));
        IS(CS_OK, cs_uuid_new(other));
        CU_ASSERT_STRING_NOT_EQUAL(one, other);
    }
}

static void
uuid_refuses_every_form_but_one(void)
{
    const char *refused[] = {
        "",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e279b07cc398c4dc0c0c07398f",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2-79b07-cc3-98c4-dc0c0c07398f",
    };

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        CU_ASSERT_FALSE(cs_uuid_check(TEXT(refused[i])));
    }
}

CU_TestInfo suite_clock[] = {
    CLAIM(time_comes_back_as_written),
    CLAIM(time_takes_none_to_six_decimals),
    CLAIM(time_refuses_zones_leap_seconds_and_days_that_are_not),
    CLAIM(uuid_is_version_7_of_this_moment),
    CLAIM(uuid_vector_of_rfc_9562_is_taken),
    CLAIM(uuids_of_one_process_differ),
    CLAIM(uuid_refuses_every_form_but_one),
    CU_TEST_INFO_NULL,
};
