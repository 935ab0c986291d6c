/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/json.h"

/*
 * jansson recurses up to 2048 levels; this looks at brackets outside strings
 * before it does.  Text that is no JSON may be miscounted: jansson refuses it.
 */
static bool
cs_json_is_shallow(cs_bytes_t text)
{
    size_t depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];

        if (in_string) {
            in_string = c != '"';
            i += c == '\\';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > CS_MAX_JSON_DEPTH) {
                return false;
            }
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
    }
    return true;
}

static void
cs_json_release(void *value)
{
    json_decref(value);
}

/* Of what came, only the name of a member is told again: a value may be a password. */
static cs_status_t
cs_json_refuse(const json_error_t *why, cs_error_t *error)
{
    switch (json_error_code(why)) {
    case json_error_out_of_memory:
        return CS_NO_MEMORY;
    case json_error_duplicate_key:
        return cs_error_set(error, CS_MALFORMED, "", "%s, at line %d, column %d", why->text, why->line, why->column);
    case json_error_numeric_overflow:
        return cs_error_set(error, CS_MALFORMED, "", "a number is too large at line %d, column %d", why->line,
                            why->column);
    default:
        return cs_error_set(error, CS_MALFORMED, "", "json is malformed at line %d, column %d", why->line, why->column);
    }
}

cs_status_t
cs_json_parse(cs_pool_t *pool, cs_bytes_t text, json_t **out, cs_error_t *error)
{
    json_error_t why;
    json_t *value;
    cs_status_t status;

    *out = NULL;
    if (text.size == 0) {
        return cs_error_set(error, CS_MALFORMED, "", "json is empty");
    }
    if (!cs_bytes_is_utf8(text)) {
        return cs_error_set(error, CS_MALFORMED, "", "json is not utf-8 without nul");
    }
    if (!cs_json_is_shallow(text)) {
        return cs_error_set(error, CS_MALFORMED, "", "json is nested deeper than %d", CS_MAX_JSON_DEPTH);
    }
    value = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (value == NULL) {
        return cs_json_refuse(&why, error);
    }
    status = cs_pool_on_clear(pool, cs_json_release, value);
    *out = status == CS_OK ? value : NULL;
    return status;
}

const char *
cs_json_get_text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

json_int_t
cs_json_get_integer(const json_t *object, const char *name, json_int_t otherwise)
{
    const json_t *value = json_object_get(object, name);

    return json_is_integer(value) ? json_integer_value(value) : otherwise;
}
