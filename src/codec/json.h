/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON in and out: strict parsing of what strangers send, RFC 8785 on the
 * way to a digest, and shapes: what members a body may have.  jansson holds
 * the values; its duplicates, depth and dump are not ours to trust.
 */
#ifndef CS_CODEC_JSON_H
#define CS_CODEC_JSON_H

#include <jansson.h>

#include "base/bytes.h"
#include "base/error.h"

#define CS_MAX_JSON_DEPTH 32

/*
 * One JSON value, UTF-8, no duplicates, no NUL, nesting at most 32.
 * The value belongs to the pool (released when it is cleared).
 * CS_MALFORMED with line and column, or CS_NO_MEMORY.
 */
cs_status_t cs_json_parse(cs_pool_t *pool, cs_bytes_t text, json_t **out, cs_error_t *error) CS_MUST_CHECK;

/*
 * RFC 8785.  CS_INVALID_VALUE for what would be written as an integer beyond
 * ±(2^53 − 1), which a double cannot hold exactly.
 */
cs_status_t cs_json_canonical(const json_t *value, cs_buffer_t *out, cs_error_t *error) CS_MUST_CHECK;

/* The string member of an object, or NULL when it is absent or no string; borrowed. */
const char *cs_json_get_text(const json_t *object, const char *name);

/* The integer member of an object; otherwise where it is absent or no integer. */
json_int_t cs_json_get_integer(const json_t *object, const char *name, json_int_t otherwise);

typedef enum {
    CS_SHAPE_TEXT,    /* string of at most `maximum` characters (code points), not empty */
    CS_SHAPE_ID,      /* UUID, canonical lower case */
    CS_SHAPE_TIME,    /* RFC 3339 UTC with Z */
    CS_SHAPE_DIGEST,  /* base64url SHA-256, 43 characters */
    CS_SHAPE_WORD,    /* code word: a letter, then at most 63 of letters, digits, '_' and '.', in lower case */
    CS_SHAPE_CODE,    /* one of `codes`, separated by '|' */
    CS_SHAPE_INTEGER, /* 0 to `maximum` */
    CS_SHAPE_BOOLEAN,
    CS_SHAPE_OBJECT,  /* checked against `members`; any object where those are NULL */
    CS_SHAPE_OBJECTS, /* array of at most `maximum` objects of `members` */
    CS_SHAPE_TEXTS,   /* array of at most `maximum` strings of at most 256 characters, not empty */
    CS_SHAPE_WORDS,   /* array of at most `maximum` code words */
    CS_SHAPE_SET,     /* the same with at least one, none twice, each one of `codes` where there are any */
    CS_SHAPE_ANY,     /* any JSON value */
} cs_shape_kind_t;

typedef struct cs_shape_s cs_shape_t;

struct cs_shape_s {
    const char *name;
    cs_shape_kind_t kind;
    bool required;
    size_t maximum;
    const char *codes;
    const cs_shape_t *members; /* ends with CS_SHAPE_END */
};

#define CS_SHAPE_END                                                                                                   \
    {                                                                                                                  \
        .name = NULL                                                                                                   \
    }

/*
 * An object has all required members, no unknown ones, each of its kind.
 * The error's pointer names the first that is not so, and its text says what
 * is expected: CS_UNKNOWN_MEMBER, CS_MISSING_MEMBER, CS_WRONG_TYPE.
 */
cs_status_t cs_shape_check(const json_t *value, const cs_shape_t *members, cs_error_t *error) CS_MUST_CHECK;

#endif
