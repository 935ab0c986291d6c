/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include <string.h>

#include <openssl/crypto.h>

cs_bytes_t
cs_bytes(const void *data, size_t size)
{
    return (cs_bytes_t){data, size};
}

cs_bytes_t
cs_bytes_text(const char *text)
{
    return text == NULL ? CS_BYTES_NONE : cs_bytes(text, strlen(text));
}

bool
cs_bytes_equal(cs_bytes_t a, cs_bytes_t b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool
cs_bytes_equal_secret(cs_bytes_t a, cs_bytes_t b)
{
    return a.size == b.size && (a.size == 0 || CRYPTO_memcmp(a.data, b.data, a.size) == 0);
}

cs_status_t
cs_bytes_slice(cs_bytes_t in, size_t offset, size_t size, cs_bytes_t *out)
{
    *out = CS_BYTES_NONE;
    if (offset > in.size || size > in.size - offset) {
        return CS_MALFORMED;
    }
    *out = size == 0 ? CS_BYTES_NONE : cs_bytes(in.data + offset, size);
    return CS_OK;
}

void
cs_bytes_copy(cs_bytes_t in, void *out)
{
    if (in.size > 0) {
        memcpy(out, in.data, in.size);
    }
}

cs_status_t
cs_text_copy(cs_bytes_t in, char *out, size_t capacity)
{
    out[0] = '\0';
    if (in.size >= capacity || (in.size > 0 && memchr(in.data, '\0', in.size) != NULL)) {
        return CS_FULL;
    }
    cs_bytes_copy(in, out);
    out[in.size] = '\0';
    return CS_OK;
}

/*
 * Size of the sequence that a lead byte begins, and the range of its second
 * byte, which keeps overlong forms, surrogates and code points past U+10FFFF
 * out; 0 where no sequence begins so.
 */
static size_t
cs_utf8_lead(uint8_t lead, uint8_t *lowest, uint8_t *highest)
{
    *lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        return 4;
    }
    return lead > 0 && lead < 0x80 ? 1 : 0;
}

bool
cs_bytes_is_utf8(cs_bytes_t text)
{
    size_t length;

    for (size_t i = 0; i < text.size; i += length) {
        uint8_t lowest, highest;

        length = cs_utf8_lead(text.data[i], &lowest, &highest);
        if (length == 0 || length > text.size - i) {
            return false;
        }
        if (length > 1 && (text.data[i + 1] < lowest || text.data[i + 1] > highest)) {
            return false;
        }
        for (size_t j = 2; j < length; j++) {
            if ((text.data[i + j] & 0xC0) != 0x80) {
                return false;
            }
        }
    }
    return true;
}

size_t
cs_text_length(cs_bytes_t utf8)
{
    size_t length = 0;

    for (size_t i = 0; i < utf8.size; i++) {
        length += (utf8.data[i] & 0xC0) != 0x80;
    }
    return length;
}

cs_status_t
cs_secret_set(cs_secret_t *secret, cs_bytes_t bytes)
{
    cs_secret_clear(secret);
    if (bytes.size > sizeof(secret->data)) {
        return CS_FULL;
    }
    cs_bytes_copy(bytes, secret->data);
    secret->size = bytes.size;
    return CS_OK;
}

cs_bytes_t
cs_secret_bytes(const cs_secret_t *secret)
{
    return cs_bytes(secret->data, secret->size);
}

void
cs_secret_clear(cs_secret_t *secret)
{
    cs_wipe(secret, sizeof(*secret));
}

void
cs_wipe(void *data, size_t size)
{
    OPENSSL_cleanse(data, size);
}
