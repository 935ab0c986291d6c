/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets of people that the platform must be able to read again: the seed of
 * their one-time codes (JR-5.1), the phrase they know us by (JR-11.3.1).
 * Sealed form: version of the keyring's key "seed" (1 byte) ‖ cs_seal.  The
 * AAD is purpose and account, so that no row serves for another.
 */
#ifndef CS_IDENTITY_SEED_H
#define CS_IDENTITY_SEED_H

#include "crypto/keyring.h"

#define CS_SEED_OF_CODES  "countersign one-time code v1"
#define CS_SEED_OF_PHRASE "countersign phrase v1"

/* Appends to `sealed`.  CS_NOT_FOUND without a key. */
cs_status_t cs_identity_seed_seal(cs_pool_t *pool, const cs_keyring_t *ring, const char *purpose, const char *account,
                                  cs_bytes_t plain, cs_buffer_t *sealed) CS_MUST_CHECK;

/* Appends to `plain`, which the caller wipes.  CS_BAD_SIGNATURE where it is another's, or changed. */
cs_status_t cs_identity_seed_open(cs_pool_t *pool, const cs_keyring_t *ring, const char *purpose, const char *account,
                                  cs_bytes_t sealed, cs_buffer_t *plain) CS_MUST_CHECK;

#endif
