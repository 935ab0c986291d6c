/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/form.h"

#include "base/guard.h"

static int
cs_form_nibble(uint8_t c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20; /* RFC 3986 takes both cases */
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Never longer than what came in. */
static cs_status_t
cs_form_decode(cs_pool_t *pool, cs_bytes_t in, cs_bytes_t *out)
{
    uint8_t *text = cs_pool_alloc(pool, in.size + 1);
    size_t size = 0;

    if (text == NULL) {
        return CS_NO_MEMORY;
    }
    for (size_t i = 0; i < in.size; i++) {
        uint8_t c = in.data[i];

        if (c == '%') {
            int high = in.size - i > 2 ? cs_form_nibble(in.data[i + 1]) : -1;
            int low = in.size - i > 2 ? cs_form_nibble(in.data[i + 2]) : -1;

            if (high < 0 || low < 0) {
                return CS_MALFORMED;
            }
            c = (uint8_t)(high << 4 | low);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        if (c == '\0') {
            return CS_MALFORMED;
        }
        text[size++] = c;
    }
    text[size] = '\0';
    *out = cs_bytes(text, size);
    return cs_bytes_is_utf8(*out) ? CS_OK : CS_MALFORMED;
}

static cs_status_t
cs_form_add(cs_pool_t *pool, cs_bytes_t pair, json_t *form)
{
    cs_bytes_t name, value;
    cs_status_t status;
    size_t equals = 0;

    while (equals < pair.size && pair.data[equals] != '=') {
        equals++;
    }
    CS_TRY(cs_form_decode(pool, cs_bytes(pair.data, equals), &name));
    CS_TRY(cs_form_decode(
        pool, equals < pair.size ? cs_bytes(pair.data + equals + 1, pair.size - equals - 1) : CS_BYTES_NONE, &value));
    CS_REQUIRE(name.size > 0, CS_MALFORMED);
    /* An empty value stands here as null until the end, so that its name still counts as taken. */
    CS_REQUIRE(json_object_get(form, (const char *)name.data) == NULL, CS_MALFORMED);
    CS_REQUIRE(json_object_set_new(form, (const char *)name.data,
                                   value.size == 0 ? json_null() : json_string((const char *)value.data)) == 0,
               CS_NO_MEMORY);
out:
    return status;
}

static void
cs_form_drop_empty(json_t *form)
{
    const char *name;
    json_t *value;
    void *next;

    json_object_foreach_safe(form, next, name, value)
    {
        if (json_is_null(value)) {
            json_object_del(form, name);
        }
    }
}

static void
cs_form_release(void *form)
{
    json_decref(form);
}

cs_status_t
cs_form_parse(cs_pool_t *pool, cs_bytes_t text, json_t **out, cs_error_t *error)
{
    json_t *form = json_object();
    size_t begin = 0, pairs = 0;
    cs_status_t status;

    *out = NULL;
    CS_REQUIRE(form != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(pool, cs_form_release, form));
    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && text.data[i] != '&') {
            continue;
        }
        if (i > begin) {
            CS_REQUIRE(++pairs <= CS_MAX_FORM_PAIRS, CS_MALFORMED);
            CS_TRY(cs_form_add(pool, cs_bytes(text.data + begin, i - begin), form));
        }
        begin = i + 1;
    }
    cs_form_drop_empty(form);
    *out = form;
out:
    return status == CS_MALFORMED ? cs_error_set(error, status, "", "the form is malformed") : status;
}
