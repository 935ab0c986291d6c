/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/text.h"

#include "base/guard.h"

static const char cs_base64_standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char cs_base64_url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char cs_hex_digits[] = "0123456789abcdef";

/* Value of a character, or -1.  By ranges: a record's 22 million characters are not searched for one by one. */
static int
cs_base64_value(const char *alphabet, uint8_t character)
{
    if (character >= 'A' && character <= 'Z') {
        return character - 'A';
    }
    if (character >= 'a' && character <= 'z') {
        return character - 'a' + 26;
    }
    if (character >= '0' && character <= '9') {
        return character - '0' + 52;
    }
    if (character == (uint8_t)alphabet[62]) {
        return 62;
    }
    return character == (uint8_t)alphabet[63] ? 63 : -1;
}

static int
cs_hex_value(uint8_t character)
{
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

/* Three bytes, or the last one or two, as the characters they need; padding only where asked for. */
static void
cs_base64_group(const char *alphabet, cs_bytes_t in, char padding, uint8_t *out)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < 3; i++) {
        bits = bits << 8 | (i < in.size ? in.data[i] : 0);
    }
    for (size_t i = 0; i < 4; i++) {
        if (i <= in.size) {
            out[i] = (uint8_t)alphabet[bits >> (18 - 6 * i) & 63];
        } else if (padding != '\0') {
            out[i] = (uint8_t)padding;
        }
    }
}

static cs_status_t
cs_base64_write(const char *alphabet, char padding, cs_bytes_t in, cs_buffer_t *out)
{
    size_t left = in.size % 3;
    size_t tail = left == 0 ? 0 : padding != '\0' ? 4 : left + 1;
    cs_status_t status;
    uint8_t *room;

    CS_REQUIRE(in.size / 3 < SIZE_MAX / 4 - 1, CS_FULL);
    CS_TRY(cs_buffer_extend(out, in.size / 3 * 4 + tail, &room));
    for (size_t i = 0; i < in.size; i += 3, room += 4) {
        size_t size = in.size - i < 3 ? in.size - i : 3;

        cs_base64_group(alphabet, cs_bytes(in.data + i, size), padding, room);
    }
out:
    return status;
}

/* Two to four characters; the bits that no byte takes up must be zero, or one value had many texts. */
static bool
cs_base64_ungroup(const char *alphabet, cs_bytes_t in, uint8_t *out)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < 4; i++) {
        int value = i < in.size ? cs_base64_value(alphabet, in.data[i]) : 0;

        if (value < 0) {
            return false;
        }
        bits = bits << 6 | (uint32_t)value;
    }
    for (size_t i = 0; i + 1 < in.size; i++) {
        out[i] = (uint8_t)(bits >> (16 - 8 * i));
    }
    return in.size == 4 || (bits & ((1U << (24 - 8 * (in.size - 1))) - 1)) == 0;
}

/* Appends nothing unless all of it is canonical. */
static cs_status_t
cs_base64_read(const char *alphabet, cs_bytes_t in, cs_buffer_t *out)
{
    size_t left = in.size % 4;
    size_t size = in.size / 4 * 3 + (left == 0 ? 0 : left - 1);
    size_t before = out->size;
    cs_status_t status;
    uint8_t *room;

    CS_REQUIRE(left != 1, CS_MALFORMED);
    CS_TRY(cs_buffer_extend(out, size, &room));
    for (size_t i = 0; i < in.size; i += 4, room += 3) {
        size_t count = in.size - i < 4 ? in.size - i : 4;

        CS_REQUIRE(cs_base64_ungroup(alphabet, cs_bytes(in.data + i, count), room), CS_MALFORMED);
    }
out:
    if (status != CS_OK) {
        out->size = before;
    }
    return status;
}

cs_status_t
cs_base64url_encode(cs_bytes_t in, cs_buffer_t *out)
{
    return cs_base64_write(cs_base64_url, '\0', in, out);
}

cs_status_t
cs_base64url_decode(cs_bytes_t in, cs_buffer_t *out)
{
    return cs_base64_read(cs_base64_url, in, out);
}

cs_status_t
cs_base64_encode(cs_bytes_t in, cs_buffer_t *out)
{
    return cs_base64_write(cs_base64_standard, '=', in, out);
}

cs_status_t
cs_base64_decode(cs_bytes_t in, cs_buffer_t *out)
{
    if (in.size % 4 != 0) {
        return CS_MALFORMED;
    }
    for (size_t i = 0; i < 2 && in.size > 0 && in.data[in.size - 1] == '='; i++) {
        in.size--;
    }
    return cs_base64_read(cs_base64_standard, in, out);
}

cs_status_t
cs_hex_encode(cs_bytes_t in, cs_buffer_t *out)
{
    cs_status_t status;
    uint8_t *room;

    CS_REQUIRE(in.size <= SIZE_MAX / 2, CS_FULL);
    CS_TRY(cs_buffer_extend(out, in.size * 2, &room));
    for (size_t i = 0; i < in.size; i++) {
        *room++ = (uint8_t)cs_hex_digits[in.data[i] >> 4];
        *room++ = (uint8_t)cs_hex_digits[in.data[i] & 15];
    }
out:
    return status;
}

cs_status_t
cs_hex_decode(cs_bytes_t in, cs_buffer_t *out)
{
    size_t before = out->size;
    cs_status_t status;
    uint8_t *room;

    CS_REQUIRE(in.size % 2 == 0, CS_MALFORMED);
    CS_TRY(cs_buffer_extend(out, in.size / 2, &room));
    for (size_t i = 0; i < in.size; i += 2) {
        int high = cs_hex_value(in.data[i]);
        int low = cs_hex_value(in.data[i + 1]);

        CS_REQUIRE(high >= 0 && low >= 0, CS_MALFORMED);
        *room++ = (uint8_t)(high << 4 | low);
    }
out:
    if (status != CS_OK) {
        out->size = before;
    }
    return status;
}

void
cs_digest_text(const uint8_t digest[32], char out[CS_DIGEST_TEXT])
{
    for (size_t i = 0; i < 32; i += 3) {
        cs_base64_group(cs_base64_url, cs_bytes(digest + i, i < 30 ? 3 : 2), '\0', (uint8_t *)out + i / 3 * 4);
    }
    out[CS_DIGEST_TEXT - 1] = '\0';
}
