/* SPDX-License-Identifier: Apache-2.0 */
/* What an authenticator says: CBOR of any form, a registration, an assertion; only what was signed is taken. */
#include <stdlib.h>

#include "crypto/cose.h"
#include "identity/attestation.h"

/* The bytes as the binary part of a registration whose other parts hold, so that the parsers behind are reached. */
static void
fuzz_attestation(cs_pool_t *pool, cs_bytes_t data)
{
    cs_passkey_t passkey = {
        .format = "packed", .authenticator_data = data, .aaguid = (const uint8_t *)"0123456789abcdef"};
    const char *class_name;

    if (cs_cbor_read(data, &passkey.statement) == CS_OK && passkey.statement.kind == CS_CBOR_MAP &&
        cs_key_read_public(pool,
                           CS_LITERAL("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"
                                      "0123456789abcdef0123456789abcdef"),
                           &passkey.key) == CS_OK &&
        cs_identity_attestation_check(&passkey, "bank.example", NULL, &class_name, NULL) == CS_OK) {
        abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const origin = "https://bank.example";
    const cs_passkey_expected_t expected = {CS_LITERAL("challenge"), "bank.example", &origin, 1};
    cs_arena_t arena;
    cs_passkey_t passkey;
    cs_cbor_item_t item;
    cs_key_t *key;
    json_t *value;
    uint32_t count;

    cs_arena_init(&arena);
    if (cs_cbor_read(cs_bytes(data, size), &item) == CS_OK && item.whole.size != size) {
        abort();
    }
    if (cs_cose_key_read(&arena.pool, cs_bytes(data, size), &key) == CS_OK && cs_key_algorithm(key) == NULL) {
        abort();
    }
    fuzz_attestation(&arena.pool, cs_bytes(data, size));
    if (cs_json_parse(&arena.pool, cs_bytes(data, size), &value, NULL) == CS_OK) {
        (void)!cs_passkey_registration_read(&arena.pool, value, &expected, &passkey, NULL);
        if (key != NULL) {
            (void)!cs_passkey_assertion_check(&arena.pool, value, key, &expected, &count, NULL);
        }
    }
    cs_arena_clear(&arena);
    return 0;
}
