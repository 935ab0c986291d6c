/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DPoP proofs (RFC 9449): that the caller holds the key to which device and
 * token are bound, made for this very call with a nonce of ours.  The twelve
 * checks of §4.3, but for two: that there is one header is the module's, that
 * a proof is used once is the database's, which gets its name.
 */
#ifndef CS_IDENTITY_DPOP_H
#define CS_IDENTITY_DPOP_H

#include "crypto/keyring.h"

#define CS_MAX_PROOF      4096
#define CS_PROOF_WINDOW_S 300 /* how far a browser's clock may be off; it is the nonce that ends a proof */
#define CS_PROOF_NAME     65  /* hexadecimal SHA-256 and the NUL */

/* The call that a proof came with. */
typedef struct {
    const char *method;
    const char *const *origins; /* configured, never the Host header; the list ends with NULL */
    cs_bytes_t path;
    cs_bytes_t token; /* the access token's text; no bytes where none came */
    const cs_keyring_t *ring;
    int64_t now_s;
} cs_identity_call_t;

typedef struct {
    cs_key_t *key;            /* belongs to the pool; its thumbprint is the jkt */
    char name[CS_PROOF_NAME]; /* of key, jti and target: spent by the database */
} cs_identity_proof_t;

/*
 * CS_INVALID_PROOF, with what is wrong in the error.  CS_USE_DPOP_NONCE, with
 * `out` filled, where nothing but the nonce is missing or too old.  Else only
 * CS_NO_MEMORY.
 */
cs_status_t cs_identity_proof_check(cs_pool_t *pool, cs_bytes_t text, const cs_identity_call_t *call,
                                    cs_identity_proof_t *out, cs_error_t *error) CS_MUST_CHECK;

#endif
