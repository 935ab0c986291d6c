/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/nonce.h"

#include "base/guard.h"
#include "crypto/digest.h"

#define CS_NONCE_PURPOSE "countersign dpop nonce v1\n"
#define CS_NONCE_MINUTE  8
#define CS_NONCE_SIZE    24 /* the minute and 128 bits of its MAC */
#define CS_NONCE_BEFORE  2
#define CS_NONCE_AFTER   1

static cs_status_t
cs_identity_nonce_write(cs_bytes_t secret, int64_t minute, char out[CS_NONCE_TEXT])
{
    uint8_t raw[CS_NONCE_SIZE] = {0}, mac[CS_DIGEST_SIZE];
    cs_bytes_t parts[] = {CS_LITERAL(CS_NONCE_PURPOSE), cs_bytes(raw, CS_NONCE_MINUTE)};
    cs_status_t status;
    cs_arena_t arena;
    cs_buffer_t text;

    cs_arena_init(&arena);
    cs_buffer_init(&text, &arena.pool, CS_NONCE_TEXT - 1);
    for (size_t i = 0; i < CS_NONCE_MINUTE; i++) {
        raw[i] = (uint8_t)((uint64_t)minute >> (8 * (CS_NONCE_MINUTE - 1 - i)));
    }
    CS_TRY(cs_mac(secret, parts, 2, mac));
    cs_bytes_copy(cs_bytes(mac, CS_NONCE_SIZE - CS_NONCE_MINUTE), raw + CS_NONCE_MINUTE);
    CS_TRY(cs_base64url_encode(cs_bytes(raw, sizeof(raw)), &text));
    status = cs_text_copy(cs_buffer_bytes(&text), out, CS_NONCE_TEXT);
out:
    cs_arena_clear(&arena);
    return status;
}

cs_status_t
cs_identity_nonce_make(const cs_keyring_t *ring, int64_t now_s, char out[CS_NONCE_TEXT])
{
    cs_bytes_t secret;
    cs_status_t status;

    CS_TRY(cs_keyring_get_secret(ring, "nonce", 0, &secret, NULL));
    status = cs_identity_nonce_write(secret, now_s / CS_NONCE_STEP_S, out);
out:
    return status;
}

/* Compared as a whole, so that there is one text for each minute. */
static bool
cs_identity_nonce_is(cs_bytes_t secret, int64_t minute, cs_bytes_t text)
{
    char expected[CS_NONCE_TEXT];

    return cs_identity_nonce_write(secret, minute, expected) == CS_OK &&
           cs_bytes_equal_secret(text, cs_bytes_text(expected));
}

bool
cs_identity_nonce_check(const cs_keyring_t *ring, int64_t now_s, const char *text)
{
    unsigned newest, version;
    cs_bytes_t secret;

    if (cs_keyring_get_secret(ring, "nonce", 0, &secret, &newest) != CS_OK) {
        return false;
    }
    for (version = newest; version > 0 && version + 2 > newest; version--) {
        if (cs_keyring_get_secret(ring, "nonce", version, &secret, NULL) != CS_OK) {
            continue;
        }
        for (int64_t step = -CS_NONCE_BEFORE; step <= CS_NONCE_AFTER; step++) {
            if (cs_identity_nonce_is(secret, now_s / CS_NONCE_STEP_S + step, cs_bytes_text(text))) {
                return true;
            }
        }
    }
    return false;
}
