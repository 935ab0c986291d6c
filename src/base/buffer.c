/* SPDX-License-Identifier: Apache-2.0 */
/* Invariant: size ≤ maximum, size ≤ capacity ≤ maximum + 1 (the one is cs_buffer_text's NUL). */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/bytes.h"

#define CS_BUFFER_FIRST 64 /* most digests, ids and names fit at once */

void
cs_buffer_init(cs_buffer_t *buffer, cs_pool_t *pool, size_t maximum)
{
    *buffer = (cs_buffer_t){.maximum = maximum < SIZE_MAX ? maximum : SIZE_MAX - 1, .pool = pool};
}

bool
cs_buffer_check(const cs_buffer_t *buffer)
{
    return buffer->pool != NULL && buffer->size <= buffer->maximum && buffer->size <= buffer->capacity &&
           buffer->capacity <= buffer->maximum + 1 && (buffer->capacity == 0) == (buffer->data == NULL);
}

cs_bytes_t
cs_buffer_bytes(const cs_buffer_t *buffer)
{
    return cs_bytes(buffer->data, buffer->size);
}

/* Doubling keeps what a pool cannot free below what the buffer holds. */
static cs_status_t
cs_buffer_grow(cs_buffer_t *buffer, size_t needed)
{
    size_t capacity = buffer->capacity > buffer->maximum / 2 ? buffer->maximum + 1 : buffer->capacity * 2;
    uint8_t *data;

    if (needed <= buffer->capacity) {
        return CS_OK;
    }
    capacity = capacity < CS_BUFFER_FIRST ? CS_BUFFER_FIRST : capacity;
    capacity = capacity < needed ? needed : capacity;
    capacity = capacity > buffer->maximum + 1 ? buffer->maximum + 1 : capacity;
    data = cs_pool_alloc(buffer->pool, capacity);
    if (data == NULL) {
        return CS_NO_MEMORY;
    }
    cs_bytes_copy(cs_buffer_bytes(buffer), data);
    buffer->data = data;
    buffer->capacity = capacity;
    return CS_OK;
}

cs_status_t
cs_buffer_extend(cs_buffer_t *buffer, size_t size, uint8_t **out)
{
    cs_status_t status;

    assert(cs_buffer_check(buffer));
    *out = NULL;
    if (size > buffer->maximum - buffer->size) {
        return CS_FULL;
    }
    status = cs_buffer_grow(buffer, buffer->size + size);
    if (status == CS_OK) {
        *out = buffer->data == NULL ? NULL : buffer->data + buffer->size; /* nothing asked of nothing */
        buffer->size += size;
    }
    return status;
}

cs_status_t
cs_buffer_append(cs_buffer_t *buffer, cs_bytes_t bytes)
{
    uint8_t *room;
    cs_status_t status;

    if (bytes.size == 0) {
        return CS_OK;
    }
    status = cs_buffer_extend(buffer, bytes.size, &room);
    if (status == CS_OK) {
        cs_bytes_copy(bytes, room);
    }
    return status;
}

cs_status_t
cs_buffer_append_text(cs_buffer_t *buffer, const char *text)
{
    return cs_buffer_append(buffer, cs_bytes_text(text));
}

cs_status_t
cs_buffer_append_format(cs_buffer_t *buffer, const char *format, ...)
{
    va_list arguments, again;
    cs_status_t status = CS_FULL;
    int size;

    va_start(arguments, format);
    va_copy(again, arguments);
    size = vsnprintf(NULL, 0, format, arguments);
    if (size >= 0 && (size_t)size <= buffer->maximum - buffer->size) {
        status = cs_buffer_grow(buffer, buffer->size + (size_t)size + 1);
    }
    if (status == CS_OK) {
        vsnprintf((char *)buffer->data + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
    return status;
}

const char *
cs_buffer_text(cs_buffer_t *buffer)
{
    if (cs_buffer_grow(buffer, buffer->size + 1) != CS_OK) {
        return NULL;
    }
    buffer->data[buffer->size] = '\0';
    return (const char *)buffer->data;
}
