/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CBOR as authenticators write it (CTAP2 canonical form): definite lengths,
 * shortest heads, no tags, no floats, nesting at most 4.  Items are borrowed
 * views and nothing is allocated, so that a stranger's count costs nothing.
 */
#ifndef CS_CODEC_CBOR_H
#define CS_CODEC_CBOR_H

#include "base/bytes.h"

#define CS_MAX_CBOR_DEPTH 4

typedef enum { /* the major types of RFC 8949 */
               CS_CBOR_UNSIGNED,
               CS_CBOR_NEGATIVE, /* −1 − value */
               CS_CBOR_BYTES,
               CS_CBOR_TEXT,
               CS_CBOR_ARRAY,
               CS_CBOR_MAP,
               CS_CBOR_TAG, /* refused */
               CS_CBOR_SIMPLE,
} cs_cbor_kind_t;

typedef struct {
    cs_cbor_kind_t kind;
    uint64_t value;     /* a number, a simple value, or how many items an array, pairs a map has */
    cs_bytes_t content; /* of bytes, text, array and map: without the head */
    cs_bytes_t whole;
} cs_cbor_item_t;

/* The first item of *in, which moves behind it.  CS_MALFORMED for what is not of that form. */
cs_status_t cs_cbor_take(cs_bytes_t *in, cs_cbor_item_t *out) CS_MUST_CHECK;

/* The one item that these bytes are. */
cs_status_t cs_cbor_read(cs_bytes_t in, cs_cbor_item_t *out) CS_MUST_CHECK;

/* A map's value under a text or an integer.  CS_MISSING_MEMBER; CS_MALFORMED when it stands there twice. */
cs_status_t cs_cbor_get(const cs_cbor_item_t *map, const char *name, cs_cbor_item_t *out) CS_MUST_CHECK;
cs_status_t cs_cbor_get_numbered(const cs_cbor_item_t *map, int64_t number, cs_cbor_item_t *out) CS_MUST_CHECK;

/* The item is this integer. */
bool cs_cbor_is(const cs_cbor_item_t *item, int64_t number);

#endif
