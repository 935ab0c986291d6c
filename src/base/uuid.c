/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UUIDv7 (RFC 9562, section 5.7 with method 3 of 6.2): 48 bits of
 * milliseconds, 12 bits of the millisecond's fraction so that ids of one
 * process rarely run backwards, 62 random bits.  No state is kept.
 */
#include "base/clock.h"

static const char cs_uuid_digits[] = "0123456789abcdef";

static bool
cs_uuid_is_hyphen(size_t position)
{
    return position == 8 || position == 13 || position == 18 || position == 23;
}

static void
cs_uuid_format(const uint8_t uuid[CS_UUID_SIZE], char out[CS_UUID_TEXT])
{
    char *at = out;

    for (size_t i = 0; i < CS_UUID_SIZE; i++) {
        if (cs_uuid_is_hyphen((size_t)(at - out))) {
            *at++ = '-';
        }
        *at++ = cs_uuid_digits[uuid[i] >> 4];
        *at++ = cs_uuid_digits[uuid[i] & 15];
    }
    *at = '\0';
}

cs_status_t
cs_uuid_new(char out[CS_UUID_TEXT])
{
    uint8_t uuid[CS_UUID_SIZE];
    int64_t now_us = cs_clock_now_us();
    uint64_t ms = (uint64_t)(now_us / 1000);
    unsigned fraction = (unsigned)(now_us % 1000) * 4096 / 1000;

    out[0] = '\0';
    if (cs_random(uuid, sizeof(uuid)) != CS_OK) {
        return CS_INTERNAL;
    }
    for (size_t i = 0; i < 6; i++) {
        uuid[i] = (uint8_t)(ms >> (40 - 8 * i));
    }
    uuid[6] = (uint8_t)(0x70 | fraction >> 8);
    uuid[7] = (uint8_t)fraction;
    uuid[8] = (uint8_t)(0x80 | (uuid[8] & 0x3F));
    cs_uuid_format(uuid, out);
    return CS_OK;
}

static int
cs_uuid_digit(uint8_t character)
{
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

bool
cs_uuid_check(cs_bytes_t text)
{
    if (text.size != CS_UUID_TEXT - 1) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (cs_uuid_is_hyphen(i) ? text.data[i] != '-' : cs_uuid_digit(text.data[i]) < 0) {
            return false;
        }
    }
    return true;
}
