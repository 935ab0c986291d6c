/* SPDX-License-Identifier: Apache-2.0 */
/* Any JSON against a shape of every kind: refused with a pointer that is UTF-8, or taken. */
#include <stdlib.h>

#include "codec/json.h"

static const cs_shape_t fuzz_inner[] = {{"c", CS_SHAPE_CODE, true, 0, "red|green", NULL}, CS_SHAPE_END};

static const cs_shape_t fuzz_body[] = {
    {"id", CS_SHAPE_ID, false, 0, NULL, NULL},
    {"t", CS_SHAPE_TEXT, false, 4, NULL, NULL},
    {"at", CS_SHAPE_TIME, false, 0, NULL, NULL},
    {"d", CS_SHAPE_DIGEST, false, 0, NULL, NULL},
    {"w", CS_SHAPE_WORD, false, 0, NULL, NULL},
    {"i", CS_SHAPE_INTEGER, false, 10, NULL, NULL},
    {"b", CS_SHAPE_BOOLEAN, false, 0, NULL, NULL},
    {"o", CS_SHAPE_OBJECT, false, 0, NULL, fuzz_inner},
    {"os", CS_SHAPE_OBJECTS, false, 2, NULL, fuzz_inner},
    {"ts", CS_SHAPE_TEXTS, false, 2, NULL, NULL},
    {"ws", CS_SHAPE_WORDS, false, 2, NULL, NULL},
    {"f", CS_SHAPE_OBJECT, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_error_t error = {.pointer = ""};
    cs_arena_t arena;
    json_t *value;

    cs_arena_init(&arena);
    if (cs_json_parse(&arena.pool, cs_bytes(data, size), &value, NULL) == CS_OK &&
        cs_shape_check(value, fuzz_body, &error) != CS_OK) {
        if (error.status == CS_OK || !cs_bytes_is_utf8(cs_bytes_text(error.pointer))) {
            abort();
        }
    }
    cs_arena_clear(&arena);
    return 0;
}
