/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A double as ECMAScript writes it (RFC 8785, section 3.2.2.3): the fewest
 * digits that read back as the same double, then the layout by magnitude.
 * Neither step depends on the locale.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/guard.h"
#include "codec/json_private.h"

#define CS_NUMBER_DIGITS 17 /* as many always suffice for a double */
#define CS_NUMBER_SURE   15 /* so many survive any normal double: fewer show as zeros behind (DBL_DIG) */

typedef struct {
    char digits[24]; /* no zero in front or behind */
    int count;
    int point; /* value = 0.digits × 10^point */
} cs_number_t;

static bool
cs_number_reads_back(double value, unsigned long long digits, int exponent)
{
    char text[48];

    snprintf(text, sizeof(text), "%llue%d", digits, exponent);
    return strtod(text, NULL) == value;
}

/* The first `count` digits of a positive value, correctly rounded: digits × 10^*exponent. */
static unsigned long long
cs_number_round(double value, int count, int *exponent)
{
    char text[40];
    unsigned long long digits = 0;
    const char *at = text;

    snprintf(text, sizeof(text), "%.*e", count - 1, value);
    for (; *at != 'e'; at++) {
        digits = *at >= '0' && *at <= '9' ? digits * 10 + (unsigned)(*at - '0') : digits;
    }
    *exponent = (int)strtol(at + 1, NULL, 10) - (count - 1);
    return digits;
}

/*
 * Below a power of two doubles lie twice as dense as above it, so the
 * neighbour above may read back where the nearest digits do not.
 */
static void
cs_number_shorten(double value, cs_number_t *out)
{
    unsigned long long digits = 0;
    int exponent = 0;

    for (int count = value < DBL_MIN ? 1 : CS_NUMBER_SURE; count <= CS_NUMBER_DIGITS; count++) {
        digits = cs_number_round(value, count, &exponent);
        if (cs_number_reads_back(value, digits, exponent)) {
            break;
        }
        if (cs_number_reads_back(value, digits + 1, exponent)) {
            digits++;
            break;
        }
    }
    for (; digits != 0 && digits % 10 == 0; digits /= 10) {
        exponent++;
    }
    out->count = snprintf(out->digits, sizeof(out->digits), "%llu", digits);
    out->point = exponent + out->count;
}

static cs_status_t
cs_number_write(const cs_number_t *n, cs_buffer_t *out)
{
    const char *digits = n->digits;
    int e = n->point - 1;

    if (n->count <= n->point && n->point <= 21) {
        return cs_buffer_append_format(out, "%s%.*s", digits, n->point - n->count, "00000000000000000000");
    }
    if (0 < n->point && n->point <= 21) {
        return cs_buffer_append_format(out, "%.*s.%s", n->point, digits, digits + n->point);
    }
    if (-6 < n->point && n->point <= 0) {
        return cs_buffer_append_format(out, "0.%.*s%s", -n->point, "000000", digits);
    }
    return cs_buffer_append_format(out, "%c%s%se%c%d", digits[0], n->count > 1 ? "." : "", digits + 1,
                                   e < 0 ? '-' : '+', abs(e));
}

cs_status_t
csp_number_canonical(double value, cs_buffer_t *out)
{
    cs_number_t number;
    cs_status_t status;

    CS_REQUIRE(isfinite(value), CS_INVALID_VALUE);
    if (value == 0) {
        return cs_buffer_append_text(out, "0");
    }
    if (value < 0) {
        CS_TRY(cs_buffer_append_text(out, "-"));
    }
    cs_number_shorten(fabs(value), &number);
    status = cs_number_write(&number, out);
out:
    return status;
}
