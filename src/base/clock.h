/* SPDX-License-Identifier: Apache-2.0 */
/* Time as microseconds since 1970 UTC, RFC 3339 on the wire; UUIDv7 (RFC 9562); randomness. */
#ifndef CS_BASE_CLOCK_H
#define CS_BASE_CLOCK_H

#include "base/bytes.h"

#define CS_TIME_TEXT 28 /* "2026-11-21T22:20:21.123456Z" and its NUL */
#define CS_UUID_SIZE 16
#define CS_UUID_TEXT 37 /* 36 characters and the NUL */

int64_t cs_clock_now_us(void);       /* wall clock */
int64_t cs_clock_monotonic_ms(void); /* for deadlines */

/* RFC 3339 UTC with six decimals and Z. */
void cs_time_format(int64_t time_us, char out[CS_TIME_TEXT]);

/* Accepts RFC 3339 with Z and 0 to 6 decimals; CS_WRONG_TYPE otherwise. */
cs_status_t cs_time_parse(cs_bytes_t text, int64_t *time_us) CS_MUST_CHECK;

/* A new UUIDv7, lower case with hyphens. */
cs_status_t cs_uuid_new(char out[CS_UUID_TEXT]) CS_MUST_CHECK;

/* True for 36 characters of canonical lower-case form (any version). */
bool cs_uuid_check(cs_bytes_t text);

/* Bytes nobody can guess (OpenSSL's generator). */
cs_status_t cs_random(uint8_t *out, size_t size) CS_MUST_CHECK;

#endif
