/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's nonce of DPoP proofs (RFC 9449 §8): a minute and its MAC, so
 * that every node knows those of every other without asking (JR-11.3.2).
 * That a proof is used once is the database's to say.
 */
#ifndef CS_IDENTITY_NONCE_H
#define CS_IDENTITY_NONCE_H

#include "codec/text.h"
#include "crypto/keyring.h"

#define CS_NONCE_TEXT   33 /* base64url of 24 bytes and the NUL */
#define CS_NONCE_STEP_S 60

/* The nonce of this minute, by the newest secret `nonce`.  CS_NOT_FOUND when there is none. */
cs_status_t cs_identity_nonce_make(const cs_keyring_t *ring, int64_t now_s, char out[CS_NONCE_TEXT]) CS_MUST_CHECK;

/*
 * Is it one of the last three minutes, or of the next, for another node's
 * clock may be ahead; by the newest secret or the one before?
 */
bool cs_identity_nonce_check(const cs_keyring_t *ring, int64_t now_s, const char *text);

#endif
