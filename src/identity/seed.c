/* SPDX-License-Identifier: Apache-2.0 */
#include "identity/seed.h"

#include "base/guard.h"
#include "crypto/seal.h"

#define CS_MAX_SEED_AAD 96 /* a purpose of 48 bytes, a UUID, a line feed */

static cs_status_t
cs_identity_seed_aad(cs_pool_t *pool, const char *purpose, const char *account, cs_buffer_t *aad)
{
    cs_buffer_init(aad, pool, CS_MAX_SEED_AAD);

    return cs_buffer_append_format(aad, "%s\n%s", purpose, account);
}

cs_status_t
cs_identity_seed_seal(cs_pool_t *pool, const cs_keyring_t *ring, const char *purpose, const char *account,
                      cs_bytes_t plain, cs_buffer_t *sealed)
{
    unsigned version;
    uint8_t prefix;
    cs_buffer_t aad;
    cs_bytes_t key;
    cs_status_t status;

    CS_TRY(cs_keyring_get_secret(ring, "seed", 0, &key, &version));
    CS_TRY(cs_identity_seed_aad(pool, purpose, account, &aad));
    prefix = (uint8_t)version;
    CS_TRY(cs_buffer_append(sealed, cs_bytes(&prefix, 1)));
    status = cs_seal(key, cs_buffer_bytes(&aad), plain, sealed);
out:
    return status;
}

cs_status_t
cs_identity_seed_open(cs_pool_t *pool, const cs_keyring_t *ring, const char *purpose, const char *account,
                      cs_bytes_t sealed, cs_buffer_t *plain)
{
    unsigned version;
    cs_buffer_t aad;
    cs_bytes_t key;
    cs_status_t status;

    /* Version 0 would mean the newest. */
    CS_REQUIRE(sealed.size > 1 && sealed.data[0] != 0, CS_BAD_SIGNATURE);
    CS_TRY(cs_keyring_get_secret(ring, "seed", sealed.data[0], &key, &version));
    CS_TRY(cs_identity_seed_aad(pool, purpose, account, &aad));
    status = cs_unseal(key, cs_buffer_bytes(&aad), cs_bytes(sealed.data + 1, sealed.size - 1), plain);
out:
    return status;
}
