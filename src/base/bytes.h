/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three kinds of bytes: borrowed (cs_bytes_t), owned with a hard maximum
 * (cs_buffer_t), secret (cs_secret_t: wiped, compared in constant time).
 * The only room with raw memcpy, memcmp and strlen.
 */
#ifndef CS_BASE_BYTES_H
#define CS_BASE_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"

typedef struct {
    const uint8_t *data;
    size_t size;
} cs_bytes_t;

#define CS_BYTES_NONE      ((cs_bytes_t){NULL, 0})
#define CS_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define CS_LITERAL(text)   ((cs_bytes_t){(const uint8_t *)(text), sizeof(text) - 1})

cs_bytes_t cs_bytes(const void *data, size_t size);
cs_bytes_t cs_bytes_text(const char *text); /* up to its NUL; NULL gives no bytes */
bool cs_bytes_equal(cs_bytes_t a, cs_bytes_t b);
bool cs_bytes_equal_secret(cs_bytes_t a, cs_bytes_t b); /* time depends on the sizes alone */
cs_status_t cs_bytes_slice(cs_bytes_t in, size_t offset, size_t size, cs_bytes_t *out) CS_MUST_CHECK;
bool cs_bytes_is_utf8(cs_bytes_t text);       /* RFC 3629, no NUL */
size_t cs_text_length(cs_bytes_t utf8);       /* in code points */
void cs_bytes_copy(cs_bytes_t in, void *out); /* out has room for in.size */

/* The bytes with a NUL behind them into a fixed array; CS_FULL where they do not fit or hold a NUL. */
cs_status_t cs_text_copy(cs_bytes_t in, char *out, size_t capacity) CS_MUST_CHECK;

typedef struct {
    uint8_t *data;
    size_t size;
    size_t capacity;
    size_t maximum; /* appending past it is CS_FULL, and changes nothing */
    cs_pool_t *pool;
} cs_buffer_t;

void cs_buffer_init(cs_buffer_t *buffer, cs_pool_t *pool, size_t maximum);
bool cs_buffer_check(const cs_buffer_t *buffer);
cs_bytes_t cs_buffer_bytes(const cs_buffer_t *buffer); /* borrowed until the next append */
cs_status_t cs_buffer_append(cs_buffer_t *buffer, cs_bytes_t bytes) CS_MUST_CHECK;
cs_status_t cs_buffer_append_text(cs_buffer_t *buffer, const char *text) CS_MUST_CHECK;
cs_status_t cs_buffer_append_format(cs_buffer_t *buffer, const char *format, ...) CS_MUST_CHECK
    __attribute__((format(printf, 2, 3)));

/* Room for size more bytes, to be filled by the caller; counts as appended. */
cs_status_t cs_buffer_extend(cs_buffer_t *buffer, size_t size, uint8_t **out) CS_MUST_CHECK;

/* The content with a NUL behind it, as C text; NULL when there is no room. */
const char *cs_buffer_text(cs_buffer_t *buffer);

#define CS_MAX_SECRET 64 /* the largest key or handle is 32 bytes, a hash output 64 */

typedef struct {
    uint8_t data[CS_MAX_SECRET];
    size_t size;
} cs_secret_t;

cs_status_t cs_secret_set(cs_secret_t *secret, cs_bytes_t bytes) CS_MUST_CHECK;
cs_bytes_t cs_secret_bytes(const cs_secret_t *secret);
void cs_secret_clear(cs_secret_t *secret);
void cs_wipe(void *data, size_t size);

#endif
