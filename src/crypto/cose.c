/* SPDX-License-Identifier: Apache-2.0 */
/* A COSE key becomes the one SubjectPublicKeyInfo of its kind; whether the point is on the curve says the reader of that. */
#include "crypto/cose.h"

#include "base/guard.h"
#include "codec/cbor.h"

#define CS_COSE_COORDINATE 32
#define CS_MAX_COSE_SPKI   91

typedef struct {
    int64_t type, algorithm, curve;
    uint64_t members;
    cs_bytes_t spki; /* what stands before the point */
    bool has_y;
} cs_cose_kind_t;

/* id-ecPublicKey, prime256v1, an uncompressed point; id-Ed25519 */
static const cs_cose_kind_t cs_cose_kinds[] = {
    {2, -7, 1, 5,
     CS_LITERAL("\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42"
                "\x00\x04"),
     true},
    {1, -8, 6, 4, CS_LITERAL("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"), false},
};

static bool
cs_cose_number_is(const cs_cbor_item_t *map, int64_t label, int64_t number)
{
    cs_cbor_item_t item;

    return cs_cbor_get_numbered(map, label, &item) == CS_OK && cs_cbor_is(&item, number);
}

static const cs_cose_kind_t *
cs_cose_kind_find(const cs_cbor_item_t *map)
{
    for (size_t i = 0; i < sizeof(cs_cose_kinds) / sizeof(cs_cose_kinds[0]); i++) {
        const cs_cose_kind_t *kind = &cs_cose_kinds[i];
        if (cs_cose_number_is(map, 1, kind->type) && cs_cose_number_is(map, 3, kind->algorithm) &&
            cs_cose_number_is(map, -1, kind->curve) && map->value == kind->members) {
            return kind;
        }
    }
    return NULL;
}

static cs_status_t
cs_cose_coordinate_append(const cs_cbor_item_t *map, int64_t label, cs_buffer_t *out)
{
    cs_cbor_item_t item;
    cs_status_t status;

    CS_TRY(cs_cbor_get_numbered(map, label, &item));
    CS_REQUIRE(item.kind == CS_CBOR_BYTES && item.content.size == CS_COSE_COORDINATE, CS_BAD_KEY);
    status = cs_buffer_append(out, item.content);
out:
    return status;
}

cs_status_t
cs_cose_key_read(cs_pool_t *pool, cs_bytes_t cose, cs_key_t **out)
{
    cs_cbor_item_t map;
    cs_buffer_t spki;
    cs_status_t status;
    const cs_cose_kind_t *kind;

    *out = NULL;
    cs_buffer_init(&spki, pool, CS_MAX_COSE_SPKI);
    CS_TRY(cs_cbor_read(cose, &map));
    CS_REQUIRE(map.kind == CS_CBOR_MAP, CS_MALFORMED);
    kind = cs_cose_kind_find(&map);
    CS_REQUIRE(kind != NULL, CS_BAD_KEY);
    CS_TRY(cs_buffer_append(&spki, kind->spki));
    CS_TRY(cs_cose_coordinate_append(&map, -2, &spki));
    if (kind->has_y) {
        CS_TRY(cs_cose_coordinate_append(&map, -3, &spki));
    }
    status = cs_key_read_public(pool, cs_buffer_bytes(&spki), out);
out:
    return status;
}
