/* SPDX-License-Identifier: Apache-2.0 */
/* What a decoder takes is exactly what the encoder writes: one text for each value. */
#include <stdlib.h>

#include "base/clock.h"
#include "codec/text.h"

typedef cs_status_t (*fuzz_text_pt)(cs_bytes_t in, cs_buffer_t *out);

static void
fuzz_round(cs_bytes_t text, fuzz_text_pt decode, fuzz_text_pt encode)
{
    cs_buffer_t value, back;
    cs_arena_t arena;

    cs_arena_init(&arena);
    cs_buffer_init(&value, &arena.pool, SIZE_MAX);
    cs_buffer_init(&back, &arena.pool, SIZE_MAX);
    if (decode(text, &value) == CS_OK) {
        if (encode(cs_buffer_bytes(&value), &back) != CS_OK || !cs_bytes_equal(cs_buffer_bytes(&back), text)) {
            abort();
        }
    } else if (value.size != 0) {
        abort();
    }
    cs_arena_clear(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_bytes_t text = cs_bytes(data, size);
    int64_t time_us;

    fuzz_round(text, cs_base64url_decode, cs_base64url_encode);
    fuzz_round(text, cs_base64_decode, cs_base64_encode);
    fuzz_round(text, cs_hex_decode, cs_hex_encode);
    if (cs_time_parse(text, &time_us) == CS_OK && text.size == CS_TIME_TEXT - 1) {
        char back[CS_TIME_TEXT];

        cs_time_format(time_us, back);
        if (!cs_bytes_equal(cs_bytes_text(back), text)) {
            abort();
        }
    }
    return 0;
}
