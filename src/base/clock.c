/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

#include <openssl/rand.h>

#define CS_US_PER_SECOND 1000000

int64_t
cs_clock_now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * CS_US_PER_SECOND + now.tv_nsec / 1000;
}

int64_t
cs_clock_monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
cs_time_format(int64_t time_us, char out[CS_TIME_TEXT])
{
    int64_t fraction = time_us % CS_US_PER_SECOND;
    time_t seconds;
    struct tm tm = {0};

    fraction += fraction < 0 ? CS_US_PER_SECOND : 0;
    seconds = (time_t)((time_us - fraction) / CS_US_PER_SECOND);
    gmtime_r(&seconds, &tm);
    /* The remainders state to the compiler what holds for every time of the years 0 to 9999. */
    snprintf(out, CS_TIME_TEXT, "%04u-%02u-%02uT%02u:%02u:%02u.%06uZ", (unsigned)(tm.tm_year + 1900) % 10000,
             (unsigned)(tm.tm_mon + 1) % 100, (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100,
             (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100, (unsigned)fraction % CS_US_PER_SECOND);
}

/* Exactly `count` digits at *at, which moves behind them. */
static bool
cs_time_digits(const char **at, unsigned count, int *out)
{
    *out = 0;
    for (; count > 0; count--, (*at)++) {
        if (**at < '0' || **at > '9') {
            return false;
        }
        *out = *out * 10 + (**at - '0');
    }
    return true;
}

static bool
cs_time_char(const char **at, char expected)
{
    return *(*at)++ == expected;
}

/* timegm() turns 30 February into March: the date is right when it comes back unchanged. */
static bool
cs_time_from_tm(struct tm *tm, time_t *seconds)
{
    struct tm given = *tm;

    *seconds = timegm(tm);
    return tm->tm_year == given.tm_year && tm->tm_mon == given.tm_mon && tm->tm_mday == given.tm_mday &&
           tm->tm_hour == given.tm_hour && tm->tm_min == given.tm_min && tm->tm_sec == given.tm_sec;
}

static bool
cs_time_fraction(const char **at, int64_t *fraction)
{
    int64_t unit = CS_US_PER_SECOND / 10;

    *fraction = 0;
    if (**at != '.') {
        return true;
    }
    for ((*at)++; **at >= '0' && **at <= '9' && unit > 0; (*at)++, unit /= 10) {
        *fraction += (**at - '0') * unit;
    }
    return unit < CS_US_PER_SECOND / 10;
}

cs_status_t
cs_time_parse(cs_bytes_t text, int64_t *time_us)
{
    char copy[CS_TIME_TEXT];
    const char *at = copy;
    struct tm tm = {0};
    int64_t fraction;
    time_t seconds;
    bool right;

    *time_us = 0;
    if (cs_text_copy(text, copy, sizeof(copy)) != CS_OK) {
        return CS_WRONG_TYPE;
    }
    right = cs_time_digits(&at, 4, &tm.tm_year) && cs_time_char(&at, '-') && cs_time_digits(&at, 2, &tm.tm_mon) &&
            cs_time_char(&at, '-') && cs_time_digits(&at, 2, &tm.tm_mday) && cs_time_char(&at, 'T') &&
            cs_time_digits(&at, 2, &tm.tm_hour) && cs_time_char(&at, ':') && cs_time_digits(&at, 2, &tm.tm_min) &&
            cs_time_char(&at, ':') && cs_time_digits(&at, 2, &tm.tm_sec) && cs_time_fraction(&at, &fraction) &&
            cs_time_char(&at, 'Z') && *at == '\0';
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    if (!right || !cs_time_from_tm(&tm, &seconds)) {
        return CS_WRONG_TYPE;
    }
    *time_us = (int64_t)seconds * CS_US_PER_SECOND + fraction;
    return CS_OK;
}

cs_status_t
cs_random(uint8_t *out, size_t size)
{
    if (size > INT32_MAX || RAND_bytes(out, (int)size) != 1) {
        return CS_INTERNAL;
    }
    return CS_OK;
}
