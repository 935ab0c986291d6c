/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a client calls its certificate: its names are UTF-8 text, its key one that we take. */
#include <stdlib.h>
#include <string.h>

#include "crypto/certificate.h"

/* A key that is taken is written as one that is taken again; one of RSA has two algorithms, others one. */
static void
fuzz_key(cs_pool_t *pool, const cs_key_t *key)
{
    const char *algorithm = cs_key_algorithm(key);
    cs_buffer_t spki;
    cs_key_t *again;

    cs_buffer_init(&spki, pool, 1000);
    if (cs_key_public(key, &spki) != CS_OK || cs_key_read_public(pool, cs_buffer_bytes(&spki), &again) != CS_OK ||
        strcmp(cs_key_thumbprint(again), cs_key_thumbprint(key)) != 0 || !cs_key_takes(key, algorithm) ||
        cs_key_takes(key, "RS256") != (strcmp(algorithm, "PS256") == 0) || cs_key_takes(key, "none")) {
        abort();
    }
}

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
        fuzz_key(&arena.pool, certificate.key);
    }
    cs_arena_clear(&arena);
    return 0;
}
