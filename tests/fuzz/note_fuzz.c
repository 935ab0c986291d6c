/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints and verifier keys of any bytes: a key that is taken is written the same way again. */
#include <stdlib.h>

#include "audit/note.h"

#define FUZZ_VERIFIER "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_bytes_t text = cs_bytes(data, size);
    cs_audit_checkpoint_t checkpoint;
    cs_audit_verifier_t verifier;
    cs_arena_t arena;
    cs_buffer_t back;

    cs_arena_init(&arena);
    cs_buffer_init(&back, &arena.pool, 1000);
    if (cs_audit_verifier_read(&arena.pool, text, &verifier) == CS_OK &&
        (cs_audit_verifier_write(verifier.key, verifier.name, &back) != CS_OK ||
         !cs_bytes_equal(cs_buffer_bytes(&back), text))) {
        abort();
    }
    if (cs_audit_verifier_read(&arena.pool, cs_bytes_text(FUZZ_VERIFIER), &verifier) != CS_OK ||
        cs_audit_checkpoint_read(&arena.pool, text, &verifier, &checkpoint, NULL) == CS_OK) {
        abort();
    }
    cs_arena_clear(&arena);
    return 0;
}
