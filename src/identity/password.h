/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passwords.  What leaves here is an Argon2id output over the password mixed
 * with a pepper that the database does not have; the database keeps only its
 * SHA-256 and compares (GS-2.1.2, GS-2.2.1).
 */
#ifndef CS_IDENTITY_PASSWORD_H
#define CS_IDENTITY_PASSWORD_H

#include "policy/policy.h"

#define CS_PASSWORD_OUTPUT_SIZE 32
#define CS_PASSWORD_SALT_SIZE   16
#define CS_MAX_PASSWORD         256 /* bytes; what is longer is no password */

/*
 * Slow by design: for a thread of its own, touches no pool.  CS_BAD_KEY
 * without a pepper; CS_INTERNAL where the parameters are below 8 MiB or above
 * 1 GiB, so that a bad row neither weakens nor stops a node.
 */
cs_status_t cs_identity_password_hash(cs_bytes_t pepper, cs_bytes_t password, cs_bytes_t salt,
                                      const cs_policy_argon2_t *parameters, uint8_t out[CS_PASSWORD_OUTPUT_SIZE])
    CS_MUST_CHECK;

/*
 * Long enough, of enough classes, no sequence or repetition, not like the
 * present one, not a common one, and without what others know of the person:
 * `words` (an array of texts) and those that the policy forbids.
 * CS_WEAK_PASSWORD at `pointer` says which, never the password.
 */
cs_status_t cs_identity_password_check(const cs_policy_passwords_t *policy, const json_t *words, cs_bytes_t present,
                                       cs_bytes_t password, const char *pointer, cs_error_t *error) CS_MUST_CHECK;

#endif
