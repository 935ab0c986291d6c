/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A DPoP proof of any bytes, claims of any bytes under a signature that
 * holds, and the address that they name: what is taken has a key and a name,
 * and nothing else is ever given.
 */
#include <string.h>

#include "identity/dpop.h"
#include "identity/target.h"
#include "signer.h"

#define FUZZ_HEADER CS_LITERAL("{\"alg\":\"EdDSA\",\"jwk\":$,\"typ\":\"" CS_TYP_PROOF "\"}")
#define FUZZ_NOW    1795299621

static const char *const fuzz_origins[] = {"https://bank.example", NULL};

/* No bytes hold a nonce of ours, since its key is new with each run: it is what even the best of them lack. */
static bool
fuzz_proof(cs_pool_t *pool, cs_bytes_t text, cs_bytes_t token, cs_identity_proof_t *proof)
{
    const cs_identity_call_t call = {"GET", fuzz_origins, CS_LITERAL("/v1/me"), token, fuzz_ring(), FUZZ_NOW};
    cs_status_t status = cs_identity_proof_check(pool, text, &call, proof, NULL);

    if (status == CS_OK || (status == CS_USE_DPOP_NONCE) != (proof->key != NULL) ||
        (proof->key != NULL && cs_bytes_text(proof->name).size != CS_PROOF_NAME - 1)) {
        abort();
    }
    return proof->key != NULL;
}

/* Claims that were taken say what they must.  To read a key is slow: what is no JSON is not signed. */
static void
fuzz_claims(cs_pool_t *pool, cs_bytes_t claims)
{
    cs_identity_proof_t proof;
    json_t *read;

    if (cs_json_parse(pool, claims, &read, NULL) == CS_OK &&
        fuzz_proof(pool, fuzz_sign(pool, FUZZ_HEADER, claims), CS_BYTES_NONE, &proof) &&
        (strcmp(cs_json_get_text(read, "htm"), "GET") != 0 || cs_json_get_text(read, "jti")[0] == '\0' ||
         json_object_get(read, "ath") != NULL ||
         llabs(cs_json_get_integer(read, "iat", 0) - FUZZ_NOW) > CS_PROOF_WINDOW_S ||
         strcmp(cs_key_thumbprint(proof.key), cs_key_thumbprint(fuzz_key())) != 0)) {
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cs_identity_proof_t proof;
    cs_arena_t arena;
    const char *text;

    cs_arena_init(&arena);
    (void)fuzz_proof(&arena.pool, cs_bytes(data, size), CS_BYTES_NONE, &proof);
    fuzz_claims(&arena.pool, cs_bytes(data, size));
    text = cs_pool_text(&arena.pool, data, size);
    if (text != NULL && cs_identity_origin_check(text) &&
        !cs_identity_target_is(text, (const char *const[]){text, NULL}, CS_LITERAL("/"))) {
        abort();
    }
    cs_arena_clear(&arena);
    return 0;
}
