/* SPDX-License-Identifier: Apache-2.0 */
/* Public keys as authenticators write them (RFC 9053): ES256 on P-256 and EdDSA on Ed25519, as everywhere here. */
#ifndef CS_CRYPTO_COSE_H
#define CS_CRYPTO_COSE_H

#include "crypto/key.h"

/* One COSE_Key of exactly the members that its kind has.  CS_MALFORMED or CS_BAD_KEY. */
cs_status_t cs_cose_key_read(cs_pool_t *pool, cs_bytes_t cose, cs_key_t **out) CS_MUST_CHECK;

#endif
