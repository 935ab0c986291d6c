/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/cbor.h"

#include "base/guard.h"

#define CS_CBOR_ARGUMENT     24 /* an additional information below is the argument itself */
#define CS_CBOR_INDEFINITE   28 /* from here: reserved or indefinite */
#define CS_CBOR_LEAST_SIMPLE 20 /* false, true, null */
#define CS_CBOR_LAST_SIMPLE  22

static cs_status_t
cs_cbor_skip(cs_bytes_t *in, size_t size)
{
    cs_bytes_t rest;

    if (size > in->size || cs_bytes_slice(*in, size, in->size - size, &rest) != CS_OK) {
        return CS_MALFORMED;
    }
    *in = rest;
    return CS_OK;
}

/* The head: major type and argument, the latter in as few bytes as it needs. */
static cs_status_t
cs_cbor_take_head(cs_bytes_t *in, cs_cbor_item_t *out)
{
    uint8_t first;
    size_t more;
    cs_status_t status;

    CS_REQUIRE(in->size > 0, CS_MALFORMED);
    first = in->data[0];
    out->kind = (cs_cbor_kind_t)(first >> 5);
    out->value = first & 31;
    CS_REQUIRE(out->value < CS_CBOR_INDEFINITE, CS_MALFORMED);
    more = out->value < CS_CBOR_ARGUMENT ? 0 : (size_t)1 << (out->value - CS_CBOR_ARGUMENT);
    CS_REQUIRE(in->size > more, CS_MALFORMED);
    for (size_t i = 0; i < more; i++) {
        out->value = (i == 0 ? 0 : out->value << 8) | in->data[1 + i];
    }
    CS_REQUIRE(more == 0 || out->value >= (more == 1 ? CS_CBOR_ARGUMENT : (uint64_t)1 << (4 * more)), CS_MALFORMED);
    status = cs_cbor_skip(in, 1 + more);
out:
    return status;
}

static cs_status_t cs_cbor_take_at(cs_bytes_t *in, unsigned depth, cs_cbor_item_t *out);

/* An item takes a byte at least, so that a count beyond the bytes ends at once. */
static cs_status_t
cs_cbor_skip_items(cs_bytes_t *in, uint64_t count, unsigned depth)
{
    cs_cbor_item_t item;
    cs_status_t status = CS_OK;

    CS_REQUIRE(depth < CS_MAX_CBOR_DEPTH && count <= in->size, CS_MALFORMED);
    for (uint64_t i = 0; i < count; i++) {
        CS_TRY(cs_cbor_take_at(in, depth + 1, &item));
    }
out:
    return status;
}

static cs_status_t
cs_cbor_take_content(cs_bytes_t *in, unsigned depth, const cs_cbor_item_t *item)
{
    switch (item->kind) {
    case CS_CBOR_UNSIGNED:
    case CS_CBOR_NEGATIVE:
        return CS_OK;
    case CS_CBOR_BYTES:
    case CS_CBOR_TEXT:
        return item->value > in->size ? CS_MALFORMED : cs_cbor_skip(in, (size_t)item->value);
    case CS_CBOR_ARRAY:
        return cs_cbor_skip_items(in, item->value, depth);
    case CS_CBOR_MAP:
        return item->value > in->size ? CS_MALFORMED : cs_cbor_skip_items(in, 2 * item->value, depth);
    case CS_CBOR_SIMPLE:
        return item->value >= CS_CBOR_LEAST_SIMPLE && item->value <= CS_CBOR_LAST_SIMPLE ? CS_OK : CS_MALFORMED;
    case CS_CBOR_TAG:
        break;
    }
    return CS_MALFORMED;
}

static cs_status_t
cs_cbor_take_at(cs_bytes_t *in, unsigned depth, cs_cbor_item_t *out)
{
    cs_bytes_t start = *in, content;
    cs_status_t status;

    CS_TRY(cs_cbor_take_head(in, out));
    content = *in;
    CS_TRY(cs_cbor_take_content(in, depth, out));
    out->content = cs_bytes(content.data, content.size - in->size);
    out->whole = cs_bytes(start.data, start.size - in->size);
    CS_REQUIRE(out->kind != CS_CBOR_TEXT || cs_bytes_is_utf8(out->content), CS_MALFORMED);
out:
    return status;
}

cs_status_t
cs_cbor_take(cs_bytes_t *in, cs_cbor_item_t *out)
{
    return cs_cbor_take_at(in, 0, out);
}

cs_status_t
cs_cbor_read(cs_bytes_t in, cs_cbor_item_t *out)
{
    cs_status_t status = cs_cbor_take(&in, out);

    return status == CS_OK && in.size > 0 ? CS_MALFORMED : status;
}

bool
cs_cbor_is(const cs_cbor_item_t *item, int64_t number)
{
    return number >= 0 ? item->kind == CS_CBOR_UNSIGNED && item->value == (uint64_t)number
                       : item->kind == CS_CBOR_NEGATIVE && item->value == (uint64_t)(-1 - number);
}

/* The key is a text where name is not NULL, else a number. */
static cs_status_t
cs_cbor_find(const cs_cbor_item_t *map, const char *name, int64_t number, cs_cbor_item_t *out)
{
    cs_bytes_t rest = map->content;
    cs_cbor_item_t key, value;
    cs_status_t status = CS_OK;
    bool found = false, same;

    CS_REQUIRE(map->kind == CS_CBOR_MAP, CS_MALFORMED);
    while (rest.size > 0) {
        CS_TRY(cs_cbor_take(&rest, &key));
        CS_TRY(cs_cbor_take(&rest, &value));
        same = name == NULL ? cs_cbor_is(&key, number)
                            : key.kind == CS_CBOR_TEXT && cs_bytes_equal(key.content, cs_bytes_text(name));
        CS_REQUIRE(!same || !found, CS_MALFORMED);
        if (same) {
            *out = value;
            found = true;
        }
    }
    status = found ? CS_OK : CS_MISSING_MEMBER;
out:
    return status;
}

cs_status_t
cs_cbor_get(const cs_cbor_item_t *map, const char *name, cs_cbor_item_t *out)
{
    return cs_cbor_find(map, name, 0, out);
}

cs_status_t
cs_cbor_get_numbered(const cs_cbor_item_t *map, int64_t number, cs_cbor_item_t *out)
{
    return cs_cbor_find(map, NULL, number, out);
}
