/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access tokens: ES256 JWTs bound to the client certificate (RFC 8705) or to
 * a browser's key (RFC 9449), issued and checked by libjwt behind our own front, which pins what libjwt
 * leaves open.  A token is worth nothing without the session behind its
 * handle; that the database decides.
 */
#ifndef CS_IDENTITY_TOKEN_H
#define CS_IDENTITY_TOKEN_H

#include "base/clock.h"
#include "codec/text.h"
#include "crypto/keyring.h"

#define CS_HANDLE_SIZE       32
#define CS_MAX_PLATFORM_NAME 128
#define CS_MAX_TOKEN         2048 /* libjwt copies it to the stack several times */
#define CS_TOKEN_SKEW_S      60   /* how far another node's clock may be ahead */

typedef enum {
    CS_TRANSPORT_CERTIFICATE, /* cnf x5t#S256, scheme Bearer */
    CS_TRANSPORT_BROWSER,     /* cnf jkt, scheme DPoP */
} cs_transport_t;

typedef struct {
    char account[CS_UUID_TEXT];     /* sub */
    char session[CS_UUID_TEXT];     /* jti: public, opens nothing */
    char institution[CS_UUID_TEXT]; /* inst */
    uint8_t handle[CS_HANDLE_SIZE]; /* sid: opens the session */
    cs_transport_t transport;
    char thumbprint[CS_DIGEST_TEXT]; /* cnf: of the certificate, or of the browser's key */
    int64_t issued_s;
    int64_t expires_s;
} cs_identity_token_t;

typedef struct cs_identity_tokens_s cs_identity_tokens_t;

/* The keys `token` of a keyring: the newest signs, all verify.  CS_NOT_FOUND when there is none. */
cs_status_t cs_identity_tokens_open(cs_pool_t *pool, const cs_keyring_t *ring, cs_identity_tokens_t **out)
    CS_MUST_CHECK;

/*
 * From now on tokens that were found good are remembered, so that their
 * signature is verified once: by each worker for itself, which has its own
 * copy of this memory.  Forgotten and wiped with the pool, or when asked.
 */
cs_status_t cs_identity_tokens_remember(cs_pool_t *pool, cs_identity_tokens_t *tokens) CS_MUST_CHECK;
void cs_identity_tokens_forget(const cs_identity_tokens_t *tokens);

/* Appends the token's text. */
cs_status_t cs_identity_token_issue(const cs_identity_tokens_t *tokens, const char *platform,
                                    const cs_identity_token_t *token, cs_buffer_t *out) CS_MUST_CHECK;

/*
 * Signature, shape and type of every claim, issuer, audience, time, and that
 * it is bound to what this very call proved: the transport and its
 * thumbprint.  Whatever is wrong, CS_INVALID_TOKEN, with what it is in the error; else only
 * CS_NO_MEMORY.  Of a token that is remembered, time and binding are compared
 * anew; one that was refused never is.
 */
cs_status_t cs_identity_token_check(cs_pool_t *pool, const cs_identity_tokens_t *tokens, const char *platform,
                                    cs_bytes_t text, cs_transport_t transport, const char *thumbprint, int64_t now_s,
                                    cs_identity_token_t *out, cs_error_t *error) CS_MUST_CHECK;

#endif
