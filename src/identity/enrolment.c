/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/enrolment.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/guard.h"
#include "codec/text.h"
#include "crypto/digest.h"

#define CS_CODE_HALF_SIZE 16

/* All of this is secret: nothing goes into a pool that outlives the call. */
static cs_status_t
cs_identity_code_half_set(cs_bytes_t text, cs_identity_code_half_t *out)
{
    uint8_t digest[CS_DIGEST_SIZE];
    cs_status_t status;

    CS_TRY(cs_text_copy(text, out->text, sizeof(out->text)));
    CS_TRY(cs_digest(&text, 1, digest));
    for (size_t i = 0; i < sizeof(digest); i++) {
        snprintf(out->digest + 2 * i, 3, "%02x", digest[i]);
    }
out:
    return status;
}

cs_status_t
cs_identity_code_half_make(cs_identity_code_half_t *out)
{
    uint8_t half[CS_CODE_HALF_SIZE];
    cs_status_t status;
    cs_arena_t arena;
    cs_buffer_t text;

    cs_arena_init(&arena);
    cs_buffer_init(&text, &arena.pool, CS_CODE_HALF_TEXT);
    CS_TRY(cs_random(half, sizeof(half)));
    CS_TRY(cs_base64url_encode(cs_bytes(half, sizeof(half)), &text));
    status = cs_identity_code_half_set(cs_buffer_bytes(&text), out);
    cs_wipe(text.data, text.capacity);
out:
    cs_wipe(half, sizeof(half));
    cs_arena_clear(&arena);
    return status;
}

cs_status_t
cs_identity_code_half_read(cs_bytes_t text, cs_identity_code_half_t *out)
{
    cs_status_t status;
    cs_arena_t arena;
    cs_buffer_t half;

    *out = (cs_identity_code_half_t){"", ""};
    cs_arena_init(&arena);
    cs_buffer_init(&half, &arena.pool, CS_CODE_HALF_SIZE);
    CS_REQUIRE(text.size == CS_CODE_HALF_TEXT - 1, CS_INVALID_ENROLMENT);
    CS_REQUIRE(cs_base64url_decode(text, &half) == CS_OK, CS_INVALID_ENROLMENT);
    cs_wipe(half.data, half.capacity);
    status = cs_identity_code_half_set(text, out);
out:
    cs_arena_clear(&arena);
    return status;
}

cs_status_t
cs_identity_code_split(cs_bytes_t code, cs_identity_code_half_t *first, cs_identity_code_half_t *second)
{
    size_t half = CS_CODE_HALF_TEXT - 1;
    cs_status_t status;

    CS_REQUIRE(code.size == 2 * half + 1 && code.data[half] == '.', CS_INVALID_ENROLMENT);
    CS_TRY(cs_identity_code_half_read(cs_bytes(code.data, half), first));
    status = cs_identity_code_half_read(cs_bytes(code.data + half + 1, half), second);
out:
    return status;
}
