/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The front of every signature: what it takes has an object, a kid and a
 * signature of its algorithm's size; with a key in the header it has that
 * key and holds under it.
 */
#include <string.h>

#include "signer.h"

#define FUZZ_PAYLOAD CS_LITERAL("{\"a\":1}")

static void
fuzz_parse(cs_pool_t *pool, cs_bytes_t text, const char *typ, const char *alg)
{
    bool rsa = strcmp(alg, "PS256") == 0;
    cs_jws_t jws;

    if (cs_jws_parse(pool, text, typ, alg, &jws, NULL) != CS_OK) {
        return;
    }
    if (!json_is_object(jws.payload) || cs_bytes_text(jws.kid).size != CS_DIGEST_TEXT - 1 ||
        (rsa ? jws.signature.size > CS_MAX_RSA_SIGNATURE : jws.signature.size != CS_MAX_SIGNATURE) ||
        jws.signing_input.size + 1 + (jws.signature.size * 4 + 2) / 3 != text.size ||
        (strcmp(jws.alg, alg) != 0 && !(rsa && strcmp(jws.alg, "RS256") == 0))) {
        abort();
    }
}

/* The bytes as a whole, which nobody can sign but with a key of their own. */
static void
fuzz_embedded(cs_pool_t *pool, cs_bytes_t text)
{
    cs_jws_t jws;
    cs_key_t *key;

    if (cs_jws_verify_embedded(pool, text, CS_TYP_PROOF, &jws, &key, NULL) == CS_OK &&
        (jws.kid != NULL || !json_is_object(jws.payload) || strcmp(jws.alg, cs_key_algorithm(key)) != 0 ||
         strcmp(jws.alg, "PS256") == 0 || cs_key_verify(key, jws.signing_input, jws.signature) != CS_OK)) {
        abort();
    }
}

static bool
fuzz_is_json(cs_pool_t *pool, cs_bytes_t data)
{
    cs_buffer_t text;
    json_t *value;

    cs_buffer_init(&text, pool, SIZE_MAX);
    fuzz_append(&text, data);
    return cs_json_parse(pool, cs_buffer_bytes(&text), &value, NULL) == CS_OK;
}

/*
 * The bytes as the header and as the payload of what our own key signs: all
 * that can be refused is what they say.  To read a key is slow: what is no
 * JSON is not signed.
 */
static void
fuzz_signed(cs_pool_t *pool, cs_bytes_t data)
{
    static const char *const header = "{\"alg\":\"EdDSA\",\"jwk\":$,\"typ\":\"" CS_TYP_PROOF "\"}";
    cs_jws_t jws;
    cs_key_t *key;

    if (!fuzz_is_json(pool, data)) {
        return;
    }
    if (cs_jws_verify_embedded(pool, fuzz_sign(pool, data, FUZZ_PAYLOAD), CS_TYP_PROOF, &jws, &key, NULL) == CS_OK &&
        (strcmp(jws.alg, "EdDSA") != 0 || strcmp(cs_key_thumbprint(key), cs_key_thumbprint(fuzz_key())) != 0)) {
        abort();
    }
    if (cs_jws_verify_embedded(pool, fuzz_sign(pool, cs_bytes_text(header), data), CS_TYP_PROOF, &jws, &key, NULL) ==
            CS_OK &&
        !json_is_object(jws.payload)) {
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const typs[] = {CS_TYP_COUNTERSIGNATURE, CS_TYP_ATTESTATION, CS_TYP_RECOVERY, CS_TYP_TOKEN};
    static const char *const algs[] = {"ES256", "EdDSA", "PS256"};
    cs_arena_t arena;

    cs_arena_init(&arena);
    for (size_t i = 0; i < sizeof(typs) / sizeof(typs[0]); i++) {
        for (size_t j = 0; j < sizeof(algs) / sizeof(algs[0]); j++) {
            fuzz_parse(&arena.pool, cs_bytes(data, size), typs[i], algs[j]);
        }
    }
    fuzz_embedded(&arena.pool, cs_bytes(data, size));
    fuzz_signed(&arena.pool, cs_bytes(data, size));
    cs_arena_clear(&arena);
    return 0;
}
