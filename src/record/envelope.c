/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing and opening of keys, content and titles.  A purpose string and its owner are the AAD of each. */
#include "record/envelope.h"

#include "base/clock.h"
#include "base/guard.h"
#include "crypto/seal.h"

#define CSP_MAX_AAD 128 /* a purpose of 40 bytes, a UUID, a revision */

/* The AAD of a revision's part: "<purpose>\n<record>\n<revision>". */
static cs_status_t
csp_record_aad(cs_buffer_t *aad, cs_pool_t *pool, const char *purpose, const cs_record_revision_t *of)
{
    cs_buffer_init(aad, pool, CSP_MAX_AAD);

    return cs_buffer_append_format(aad, "%s\n%s\n%u", purpose, of->record, of->revision);
}

static cs_status_t
csp_record_key_make(cs_secret_t *key)
{
    uint8_t random[CS_SEAL_KEY_SIZE];
    cs_status_t status;

    CS_TRY(cs_random(random, sizeof(random)));
    CS_TRY(cs_secret_set(key, cs_bytes(random, sizeof(random))));

out:
    cs_wipe(random, sizeof(random));

    return status;
}

/* The opened key leaves no copy in the pool. */
static cs_status_t
csp_record_key_open(cs_pool_t *pool, cs_bytes_t with, cs_bytes_t aad, cs_bytes_t wrapped, cs_secret_t *key)
{
    cs_buffer_t plain;
    cs_status_t status;

    cs_buffer_init(&plain, pool, CS_SEAL_KEY_SIZE);

    CS_TRY(cs_unseal(with, aad, wrapped, &plain));
    CS_REQUIRE(plain.size == CS_SEAL_KEY_SIZE, CS_BAD_KEY);
    CS_TRY(cs_secret_set(key, cs_buffer_bytes(&plain)));

out:
    cs_wipe(plain.data, plain.size);

    return status;
}

static cs_status_t
csp_record_institution_aad(cs_buffer_t *aad, cs_pool_t *pool, const char *institution)
{
    cs_buffer_init(aad, pool, CSP_MAX_AAD);

    return cs_buffer_append_format(aad, "countersign institution key v1\n%s", institution);
}

cs_status_t
cs_record_institution_key_make(cs_pool_t *pool, const cs_keyring_t *ring, const char *institution, cs_buffer_t *wrapped)
{
    unsigned version;
    uint8_t prefix;
    cs_buffer_t aad;
    cs_bytes_t kek;
    cs_secret_t key = {.size = 0};
    cs_status_t status;

    CS_TRY(cs_keyring_get_secret(ring, "kek", 0, &kek, &version));
    prefix = (uint8_t)version;

    CS_TRY(csp_record_institution_aad(&aad, pool, institution));
    CS_TRY(csp_record_key_make(&key));
    CS_TRY(cs_buffer_append(wrapped, cs_bytes(&prefix, 1)));
    CS_TRY(cs_seal(kek, cs_buffer_bytes(&aad), cs_secret_bytes(&key), wrapped));

out:
    cs_secret_clear(&key);

    return status;
}

cs_status_t
cs_record_institution_key_open(cs_pool_t *pool, const cs_keyring_t *ring, const char *institution, cs_bytes_t wrapped,
                               cs_secret_t *key)
{
    unsigned version;
    cs_buffer_t aad;
    cs_bytes_t kek, sealed;
    cs_status_t status;

    CS_REQUIRE(wrapped.size > 1 && wrapped.data[0] != 0, CS_BAD_KEY);
    CS_TRY(cs_keyring_get_secret(ring, "kek", wrapped.data[0], &kek, &version));
    CS_TRY(cs_bytes_slice(wrapped, 1, wrapped.size - 1, &sealed));
    CS_TRY(csp_record_institution_aad(&aad, pool, institution));
    CS_TRY(csp_record_key_open(pool, kek, cs_buffer_bytes(&aad), sealed, key));

out:
    return status;
}

cs_status_t
cs_record_data_key_make(cs_pool_t *pool, const cs_secret_t *institution_key, const cs_record_revision_t *of,
                        cs_secret_t *key, cs_buffer_t *wrapped)
{
    cs_buffer_t aad;
    cs_status_t status;

    CS_TRY(csp_record_aad(&aad, pool, "countersign data key v1", of));
    CS_TRY(csp_record_key_make(key));
    CS_TRY(cs_seal(cs_secret_bytes(institution_key), cs_buffer_bytes(&aad), cs_secret_bytes(key), wrapped));

out:
    return status;
}

cs_status_t
cs_record_data_key_open(cs_pool_t *pool, const cs_secret_t *institution_key, const cs_record_revision_t *of,
                        cs_bytes_t wrapped, cs_secret_t *key)
{
    cs_buffer_t aad;
    cs_status_t status;

    CS_TRY(csp_record_aad(&aad, pool, "countersign data key v1", of));
    CS_TRY(csp_record_key_open(pool, cs_secret_bytes(institution_key), cs_buffer_bytes(&aad), wrapped, key));

out:
    return status;
}

cs_status_t
cs_record_content_seal(cs_pool_t *pool, const cs_secret_t *key, const cs_record_revision_t *of,
                       const uint8_t salt[CS_RECORD_SALT_SIZE], cs_bytes_t content, cs_buffer_t *sealed)
{
    cs_buffer_t aad, plain;
    cs_status_t status;

    cs_buffer_init(&plain, pool, CS_RECORD_SALT_SIZE + content.size);

    CS_TRY(csp_record_aad(&aad, pool, "countersign content v1", of));
    CS_TRY(cs_buffer_append(&plain, cs_bytes(salt, CS_RECORD_SALT_SIZE)));
    CS_TRY(cs_buffer_append(&plain, content));
    CS_TRY(cs_seal(cs_secret_bytes(key), cs_buffer_bytes(&aad), cs_buffer_bytes(&plain), sealed));

out:
    return status;
}

cs_status_t
cs_record_content_open(cs_pool_t *pool, const cs_secret_t *key, const cs_record_revision_t *of, cs_bytes_t sealed,
                       cs_bytes_t *content)
{
    cs_buffer_t aad, plain;
    cs_status_t status;

    CS_REQUIRE(sealed.size >= CS_SEAL_OVERHEAD + CS_RECORD_SALT_SIZE, CS_BAD_SIGNATURE);
    cs_buffer_init(&plain, pool, sealed.size - CS_SEAL_OVERHEAD);

    CS_TRY(csp_record_aad(&aad, pool, "countersign content v1", of));
    CS_TRY(cs_unseal(cs_secret_bytes(key), cs_buffer_bytes(&aad), sealed, &plain));
    CS_TRY(cs_bytes_slice(cs_buffer_bytes(&plain), CS_RECORD_SALT_SIZE, plain.size - CS_RECORD_SALT_SIZE, content));

out:
    return status;
}

cs_status_t
cs_record_title_seal(cs_pool_t *pool, const cs_secret_t *key, const cs_record_revision_t *of, cs_bytes_t title,
                     cs_buffer_t *sealed)
{
    cs_buffer_t aad;
    cs_status_t status;

    CS_TRY(csp_record_aad(&aad, pool, "countersign title v1", of));
    CS_TRY(cs_seal(cs_secret_bytes(key), cs_buffer_bytes(&aad), title, sealed));

out:
    return status;
}

cs_status_t
cs_record_title_open(cs_pool_t *pool, const cs_secret_t *key, const cs_record_revision_t *of, cs_bytes_t sealed,
                     cs_bytes_t *title)
{
    cs_buffer_t aad, plain;
    cs_status_t status;

    CS_REQUIRE(sealed.size >= CS_SEAL_OVERHEAD, CS_BAD_SIGNATURE);
    cs_buffer_init(&plain, pool, sealed.size - CS_SEAL_OVERHEAD);

    CS_TRY(csp_record_aad(&aad, pool, "countersign title v1", of));
    CS_TRY(cs_unseal(cs_secret_bytes(key), cs_buffer_bytes(&aad), sealed, &plain));
    *title = cs_buffer_bytes(&plain);

out:
    return status;
}
