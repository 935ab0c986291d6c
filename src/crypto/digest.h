/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 and HMAC-SHA-256 over the concatenation of parts. */
#ifndef CS_CRYPTO_DIGEST_H
#define CS_CRYPTO_DIGEST_H

#include "base/bytes.h"

#define CS_DIGEST_SIZE 32

cs_status_t cs_digest(const cs_bytes_t *parts, size_t count, uint8_t out[CS_DIGEST_SIZE]) CS_MUST_CHECK;
cs_status_t cs_mac(cs_bytes_t key, const cs_bytes_t *parts, size_t count, uint8_t out[CS_DIGEST_SIZE]) CS_MUST_CHECK;

#endif
