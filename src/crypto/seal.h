/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Authenticated encryption of content and keys at rest (GS-4.2).
 * Sealed form: suite (1 byte, 0x01 = AES-256-GCM) ‖ nonce (12) ‖ ciphertext ‖ tag (16).
 * What it is bound to (purpose, record, revision) goes into the AAD, with the suite.
 */
#ifndef CS_CRYPTO_SEAL_H
#define CS_CRYPTO_SEAL_H

#include "base/bytes.h"

#define CS_SEAL_KEY_SIZE 32
#define CS_SEAL_OVERHEAD (1 + 12 + 16)

cs_status_t cs_seal(cs_bytes_t key, cs_bytes_t aad, cs_bytes_t plain, cs_buffer_t *sealed) CS_MUST_CHECK;

/* CS_BAD_SIGNATURE when key, AAD or a bit of it is wrong; nothing is appended then. */
cs_status_t cs_unseal(cs_bytes_t key, cs_bytes_t aad, cs_bytes_t sealed, cs_buffer_t *plain) CS_MUST_CHECK;

#endif
