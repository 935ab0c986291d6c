/* SPDX-License-Identifier: Apache-2.0 */
/* A key of the target's own, so that what stands behind a signature is reached by any bytes. */
#ifndef CS_TESTS_FUZZ_SIGNER_H
#define CS_TESTS_FUZZ_SIGNER_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/jws.h"
#include "crypto/keyring.h"

/* A ring with a key "token" and a secret "nonce", for as long as the target runs. */
static inline cs_keyring_t *
fuzz_ring(void)
{
    static char folder[] = "/tmp/fuzz.XXXXXX";
    static const char *const files[] = {"token.1.pem", "nonce.1.key"};
    static cs_arena_t forever;
    static cs_keyring_t *ring;
    char path[64];

    if (ring != NULL) {
        return ring;
    }
    cs_arena_init(&forever);
    if (mkdtemp(folder) == NULL || cs_keyring_make_key(folder, "token", 1, "EdDSA", NULL) != CS_OK ||
        cs_keyring_make_secret(folder, "nonce", 1, NULL) != CS_OK ||
        cs_keyring_open(&forever.pool, folder, &ring, NULL) != CS_OK) {
        abort();
    }
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
    return ring;
}

static inline const cs_key_t *
fuzz_key(void)
{
    const cs_key_t *key;

    if (cs_keyring_get_key(fuzz_ring(), "token", 0, &key) != CS_OK) {
        abort();
    }
    return key;
}

/* Appends the bytes; "$" stands for the key's JWK. */
static inline void
fuzz_append(cs_buffer_t *out, cs_bytes_t bytes)
{
    cs_buffer_t jwk;

    cs_buffer_init(&jwk, out->pool, 1000);
    if (cs_key_jwk(fuzz_key(), &jwk) != CS_OK) {
        abort();
    }
    for (size_t i = 0; i < bytes.size; i++) {
        if (cs_buffer_append(out, bytes.data[i] == '$' ? cs_buffer_bytes(&jwk) : cs_bytes(&bytes.data[i], 1)) !=
            CS_OK) {
            abort();
        }
    }
}

/* header and payload under a signature that holds. */
static inline cs_bytes_t
fuzz_sign(cs_pool_t *pool, cs_bytes_t header, cs_bytes_t payload)
{
    uint8_t signature[CS_MAX_SIGNATURE];
    cs_buffer_t text, head;

    cs_buffer_init(&text, pool, SIZE_MAX);
    cs_buffer_init(&head, pool, SIZE_MAX);
    fuzz_append(&head, header);
    if (cs_base64url_encode(cs_buffer_bytes(&head), &text) != CS_OK || cs_buffer_append_text(&text, ".") != CS_OK ||
        cs_base64url_encode(payload, &text) != CS_OK ||
        cs_key_sign(fuzz_key(), cs_buffer_bytes(&text), signature) != CS_OK ||
        cs_buffer_append_text(&text, ".") != CS_OK ||
        cs_base64url_encode(cs_bytes(signature, sizeof(signature)), &text) != CS_OK) {
        abort();
    }
    return cs_buffer_bytes(&text);
}

#endif
