/* SPDX-License-Identifier: Apache-2.0 */
/* A DPoP header, and the address that it names: what is taken has a key and a name, and nothing else is ever given. */
#include <stdlib.h>
#include <unistd.h>

#include "identity/dpop.h"
#include "identity/target.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const origins[] = {"https://bank.example", NULL};
    cs_identity_call_t call = {"GET", origins, CS_LITERAL("/v1/me"), CS_BYTES_NONE, NULL, 1795299621};
    static cs_arena_t forever;
    static cs_keyring_t *ring;
    static char folder[] = "/tmp/proof_fuzz.XXXXXX";
    cs_identity_proof_t proof;
    cs_arena_t arena;
    cs_status_t status;
    const char *text;

    if (ring == NULL) {
        cs_arena_init(&forever);
        if (mkdtemp(folder) == NULL || cs_keyring_open(&forever.pool, folder, &ring, NULL) != CS_OK) {
            abort();
        }
        rmdir(folder);
    }
    cs_arena_init(&arena);
    call.ring = ring;
    status = cs_identity_proof_check(&arena.pool, cs_bytes(data, size), &call, &proof, NULL);
    if (status == CS_OK || (status == CS_USE_DPOP_NONCE) != (proof.key != NULL)) {
        abort(); /* no key of the ring makes a nonce here */
    }
    text = cs_pool_text(&arena.pool, data, size);
    if (text != NULL && cs_identity_origin_check(text) &&
        !cs_identity_target_is(text, (const char *const[]){text, NULL}, CS_LITERAL("/"))) {
        abort();
    }
    cs_arena_clear(&arena);
    return 0;
}
