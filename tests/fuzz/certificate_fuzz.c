/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a client calls its certificate: its names are UTF-8 text, its key one that we take. */
#include <stdlib.h>

#include "crypto/certificate.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_certificate_t certificate;
    cs_arena_t arena;

    cs_arena_init(&arena);
    if (cs_certificate_read(&arena.pool, cs_bytes(data, size), &certificate) == CS_OK) {
        if (certificate.key == NULL || cs_key_algorithm(certificate.key) == NULL ||
            !cs_bytes_is_utf8(cs_bytes_text(certificate.organization)) ||
            !cs_bytes_is_utf8(cs_bytes_text(certificate.common_name))) {
            abort();
        }
    }
    cs_arena_clear(&arena);
    return 0;
}
