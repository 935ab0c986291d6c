/* SPDX-License-Identifier: Apache-2.0 */
/* What parses has a canonical form, which parses to the same value and is its own canonical form. */
#include <stdlib.h>

#include "codec/json.h"

static cs_status_t
fuzz_canonical(cs_pool_t *pool, const json_t *value, cs_buffer_t *out)
{
    cs_buffer_init(out, pool, SIZE_MAX);
    return cs_json_canonical(value, out, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_arena_t arena;
    json_t *value, *again;
    cs_buffer_t once, twice;

    cs_arena_init(&arena);
    if (cs_json_parse(&arena.pool, cs_bytes(data, size), &value, NULL) == CS_OK &&
        fuzz_canonical(&arena.pool, value, &once) == CS_OK) {
        if (cs_json_parse(&arena.pool, cs_buffer_bytes(&once), &again, NULL) != CS_OK ||
            fuzz_canonical(&arena.pool, again, &twice) != CS_OK ||
            !cs_bytes_equal(cs_buffer_bytes(&once), cs_buffer_bytes(&twice))) {
            abort();
        }
    }
    cs_arena_clear(&arena);
    return 0;
}
