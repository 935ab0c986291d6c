/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Countersignature: the second word that makes a decision valid, a JWS by
 * the reviewer's device key over exactly what will be done.  The client makes
 * it, the gateway checks it before the call, the database checks it again
 * within the call and has the last word (GS-2.2.2, JR-5.2).
 */
#ifndef CS_REVIEW_COUNTERSIGNATURE_H
#define CS_REVIEW_COUNTERSIGNATURE_H

#include "codec/json.h"
#include "crypto/digest.h"
#include "crypto/jws.h"

#define CS_COUNTERSIGNATURE_VERSION 1

/* What a countersignature says; comment is the text, of which only the digest is signed. */
typedef struct {
    const char *platform;
    const char *review;
    const char *kind;
    json_int_t round;
    const char *stage;
    const char *digest;
    json_int_t base;
    json_int_t policy;
    const char *account;
    const char *verdict;
    const char *comment;
    const char *nonce;
} cs_review_countersignature_t;

#define CS_COUNTERSIGNATURE_ANY (-1) /* an integer that the checker does not know */

/* Base64url SHA-256 of a payload's RFC 8785 bytes. */
cs_status_t cs_review_payload_digest(cs_pool_t *pool, const json_t *payload, char out[CS_DIGEST_TEXT]) CS_MUST_CHECK;

/*
 * What a decision over this review (as GET /v1/reviews/{id} shows it) says,
 * for its open stage; platform, account, verdict and comment are filled in by
 * the caller.  CS_WRONG_DIGEST when the payload shown is not the one whose
 * digest would be signed; CS_REVIEW_CLOSED when no stage is open.  Borrows
 * from the review.
 */
cs_status_t cs_review_countersignature_read(cs_pool_t *pool, const json_t *review, cs_review_countersignature_t *out,
                                            cs_error_t *error) CS_MUST_CHECK;

/*
 * What joining a break-glass says, of one as GET /v1/break-glass shows it: the word of a review of one stage.  Platform
 * and account are filled in by the caller.  CS_WRONG_DIGEST as above; CS_CONFLICT when it is not asked any more.
 */
#define CS_JOINING_KIND  "break_glass.start"
#define CS_JOINING_STAGE "join"
cs_status_t cs_review_joining_read(cs_pool_t *pool, const json_t *glass, cs_review_countersignature_t *out,
                                   cs_error_t *error) CS_MUST_CHECK;

/* Appends the compact JWS over all members, made at now_us. */
cs_status_t cs_review_countersignature_sign(cs_pool_t *pool, const cs_key_t *key,
                                            const cs_review_countersignature_t *members, int64_t now_us,
                                            cs_buffer_t *out) CS_MUST_CHECK;

/*
 * The JWS has this shape and no other, holds under the key, and says what is
 * expected; a text that is NULL or an integer that is CS_COUNTERSIGNATURE_ANY
 * is not compared.  When it was made is for the database's clock: a call that
 * is repeated with its key gets its answer however late it comes.
 * CS_WRONG_DIGEST for another payload, CS_BAD_COUNTERSIGNATURE for all else.
 */
cs_status_t cs_review_countersignature_check(cs_pool_t *pool, cs_bytes_t text, const cs_key_t *key,
                                             const cs_review_countersignature_t *expected, cs_error_t *error)
    CS_MUST_CHECK;

/*
 * The same of the first two parts alone, for those who have not the passkey
 * that signs them: what its assertion must be over, and no word on the key.
 */
cs_status_t cs_review_signing_input_check(cs_pool_t *pool, cs_bytes_t text,
                                          const cs_review_countersignature_t *expected,
                                          uint8_t challenge[CS_DIGEST_SIZE], cs_error_t *error) CS_MUST_CHECK;

#endif
