/* SPDX-License-Identifier: Apache-2.0 */
/* The front of every signature: what it takes has an object, a kid and 64 bytes of signature. */
#include <stdlib.h>

#include "crypto/jws.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const typs[] = {CS_TYP_COUNTERSIGNATURE, CS_TYP_ATTESTATION, CS_TYP_TOKEN};
    cs_arena_t arena;
    cs_jws_t jws;

    cs_arena_init(&arena);
    for (size_t i = 0; i < sizeof(typs) / sizeof(typs[0]); i++) {
        if (cs_jws_parse(&arena.pool, cs_bytes(data, size), typs[i], "ES256", &jws, NULL) != CS_OK) {
            continue;
        }
        if (!json_is_object(jws.payload) || jws.signature.size != CS_MAX_SIGNATURE ||
            cs_bytes_text(jws.kid).size != CS_DIGEST_TEXT - 1 || jws.signing_input.size + 87 != size) {
            abort();
        }
    }
    cs_arena_clear(&arena);
    return 0;
}
