/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokens that were found good, by the digest of their text, so that a
 * worker verifies the signature of each once.  What can change from call to
 * call is no matter of this table: time and binding are compared anew.
 */
#ifndef CS_IDENTITY_CHECKED_H
#define CS_IDENTITY_CHECKED_H

#include "crypto/digest.h"
#include "identity/token.h"

#define CS_MAX_CHECKED 4096 /* some 1 MiB a worker; more of them drive out what was asked for longest ago */

typedef struct cs_identity_checked_s cs_identity_checked_t;

/* Wiped with the pool. */
cs_status_t cs_identity_checked_make(cs_pool_t *pool, cs_identity_checked_t **out) CS_MUST_CHECK;

/* Borrowed until the next one is kept; NULL when there is none. */
const cs_identity_token_t *cs_identity_checked_find(cs_identity_checked_t *checked, const uint8_t name[CS_DIGEST_SIZE]);

void cs_identity_checked_keep(cs_identity_checked_t *checked, const uint8_t name[CS_DIGEST_SIZE],
                              const cs_identity_token_t *token);

/* All of them: they hold the handles of sessions. */
void cs_identity_checked_forget(cs_identity_checked_t *checked);

#endif
