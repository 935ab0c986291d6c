/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the attestation of a passkey is worth (GS-2.1.3): whether a maker
 * whose root the platform accepts says that the key lies in his hardware.
 * libfido2 checks the statement; it does not check chains, we do.
 */
#ifndef CS_IDENTITY_ATTESTATION_H
#define CS_IDENTITY_ATTESTATION_H

#include "crypto/passkey.h"

/*
 * What a passkey's registration is asked to sign: SHA-256 over the RFC 8785
 * bytes of {account, aud, session, thumbprint}, the last of the transport
 * key that it will be bound with.
 */
cs_status_t cs_identity_passkey_challenge(cs_pool_t *pool, const char *platform, const char *account,
                                          const char *session, const char *thumbprint, uint8_t out[CS_DIGEST_SIZE])
    CS_MUST_CHECK;

typedef struct cs_identity_roots_s cs_identity_roots_t;

/* The accepted makers' certificates, in PEM one after another.  CS_MALFORMED when there is none in it. */
cs_status_t cs_identity_roots_read(cs_pool_t *pool, cs_bytes_t pem, cs_identity_roots_t **out) CS_MUST_CHECK;

/*
 * The device class that the attestation gives: "hardware" where a packed
 * statement's chain ends at one of the roots (NULL: there are none),
 * "software" for none, for a self attestation and for unknown makers.
 * CS_BAD_SIGNATURE for a statement that is there and does not hold.
 */
cs_status_t cs_identity_attestation_check(const cs_passkey_t *passkey, const char *rp_id,
                                          const cs_identity_roots_t *roots, const char **class_name, cs_error_t *error)
    CS_MUST_CHECK;

#endif
