/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 8785: one text for each JSON value, so that its digest is one as well. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/guard.h"
#include "codec/json_private.h"

#define CS_MAX_EXACT_INTEGER 9007199254740991 /* 2^53 − 1 */
#define CS_LEAST_EXPONENT    1e21             /* from here on numbers are written with an exponent */

static cs_status_t cs_canonical_value(const json_t *value, unsigned depth, cs_buffer_t *out, cs_error_t *error);

static const char *
cs_canonical_escape(uint8_t character, char room[8])
{
    switch (character) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        snprintf(room, 8, "\\u%04x", character);
        return room;
    }
}

/* Runs between escapes go out in one piece. */
static cs_status_t
cs_canonical_text(cs_bytes_t text, cs_buffer_t *out)
{
    cs_status_t status;
    size_t from = 0;
    char room[8];

    CS_TRY(cs_buffer_append_text(out, "\""));
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];

        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        CS_TRY(cs_buffer_append(out, cs_bytes(text.data + from, i - from)));
        CS_TRY(cs_buffer_append_text(out, cs_canonical_escape(c, room)));
        from = i + 1;
    }
    if (from < text.size) {
        CS_TRY(cs_buffer_append(out, cs_bytes(text.data + from, text.size - from)));
    }
    status = cs_buffer_append_text(out, "\"");
out:
    return status;
}

/*
 * Names sort by UTF-16 code units.  UTF-8 bytes give the same order but for
 * U+E000 to U+FFFF (lead bytes EE, EF), which UTF-16 puts behind the
 * surrogates of everything above (lead bytes F0 to F4).
 */
static int
cs_canonical_weight(char character)
{
    uint8_t c = (uint8_t)character;

    return c == 0xEE || c == 0xEF ? c + 0x10 : c;
}

static int
cs_canonical_compare(const void *left, const void *right)
{
    const char *a = *(const char *const *)left, *b = *(const char *const *)right;

    for (; *a == *b && *a != '\0'; a++, b++) {
    }
    return cs_canonical_weight(*a) - cs_canonical_weight(*b);
}

static cs_status_t
cs_canonical_names(const json_t *object, cs_pool_t *pool, const char ***out)
{
    const char **names = cs_pool_alloc(pool, (json_object_size(object) + 1) * sizeof(*names));
    size_t count = 0;
    void *at;

    *out = names;
    if (names == NULL) {
        return CS_NO_MEMORY;
    }
    for (at = json_object_iter((json_t *)object); at != NULL; at = json_object_iter_next((json_t *)object, at)) {
        names[count++] = json_object_iter_key(at);
    }
    qsort(names, count, sizeof(*names), cs_canonical_compare);
    return CS_OK;
}

static cs_status_t
cs_canonical_object(const json_t *object, unsigned depth, cs_buffer_t *out, cs_error_t *error)
{
    const char **names;
    cs_status_t status;

    CS_TRY(cs_canonical_names(object, out->pool, &names));
    CS_TRY(cs_buffer_append_text(out, "{"));
    for (size_t i = 0; i < json_object_size(object); i++) {
        CS_TRY(cs_buffer_append_text(out, i > 0 ? "," : ""));
        CS_TRY(cs_canonical_text(cs_bytes_text(names[i]), out));
        CS_TRY(cs_buffer_append_text(out, ":"));
        CS_TRY(cs_canonical_value(json_object_get(object, names[i]), depth, out, error));
    }
    status = cs_buffer_append_text(out, "}");
out:
    return status;
}

static cs_status_t
cs_canonical_array(const json_t *array, unsigned depth, cs_buffer_t *out, cs_error_t *error)
{
    cs_status_t status;

    CS_TRY(cs_buffer_append_text(out, "["));
    for (size_t i = 0; i < json_array_size(array); i++) {
        CS_TRY(cs_buffer_append_text(out, i > 0 ? "," : ""));
        CS_TRY(cs_canonical_value(json_array_get(array, i), depth, out, error));
    }
    status = cs_buffer_append_text(out, "]");
out:
    return status;
}

static cs_status_t
cs_canonical_integer(json_int_t value, cs_buffer_t *out, cs_error_t *error)
{
    if (value > CS_MAX_EXACT_INTEGER || value < -CS_MAX_EXACT_INTEGER) {
        return cs_error_set(error, CS_INVALID_VALUE, "", "an integer is beyond 2^53 - 1");
    }
    return cs_buffer_append_format(out, "%" JSON_INTEGER_FORMAT, value);
}

/* What would be written as an integer too large is refused here too: what we write we can read again. */
static cs_status_t
cs_canonical_real(double value, cs_buffer_t *out, cs_error_t *error)
{
    double magnitude = fabs(value);

    if (magnitude > CS_MAX_EXACT_INTEGER && magnitude < CS_LEAST_EXPONENT) {
        return cs_error_set(error, CS_INVALID_VALUE, "", "an integer is beyond 2^53 - 1");
    }
    return csp_number_canonical(value, out);
}

static cs_status_t
cs_canonical_value(const json_t *value, unsigned depth, cs_buffer_t *out, cs_error_t *error)
{
    if (value == NULL || depth > CS_MAX_JSON_DEPTH) {
        return cs_error_set(error, CS_INVALID_VALUE, "", "json is nested deeper than %d", CS_MAX_JSON_DEPTH);
    }
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return cs_canonical_object(value, depth + 1, out, error);
    case JSON_ARRAY:
        return cs_canonical_array(value, depth + 1, out, error);
    case JSON_STRING:
        return cs_canonical_text(cs_bytes(json_string_value(value), json_string_length(value)), out);
    case JSON_INTEGER:
        return cs_canonical_integer(json_integer_value(value), out, error);
    case JSON_REAL:
        return cs_canonical_real(json_real_value(value), out, error);
    case JSON_TRUE:
        return cs_buffer_append_text(out, "true");
    case JSON_FALSE:
        return cs_buffer_append_text(out, "false");
    case JSON_NULL:
        break;
    }
    return cs_buffer_append_text(out, "null");
}

cs_status_t
cs_json_canonical(const json_t *value, cs_buffer_t *out, cs_error_t *error)
{
    size_t before = out->size;
    cs_status_t status = cs_canonical_value(value, 0, out, error);

    if (status != CS_OK) {
        out->size = before;
    }
    return status;
}
