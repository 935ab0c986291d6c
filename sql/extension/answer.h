/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the database asks of src/crypto: bytes in, JSON text out.  Knows
 * nothing of PostgreSQL, so that no error of the server can jump over a key
 * or a JSON value that is still held.
 */
#ifndef CS_EXTENSION_ANSWER_H
#define CS_EXTENSION_ANSWER_H

#include "base/bytes.h"

#define CS_MAX_ANSWER (2 * 1024 * 1024) /* a canonical text is hardly longer than the text that was stored */

/* in: the arguments of the SQL function, in order.  Appends the answer. */
typedef cs_status_t (*cs_answer_pt)(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out);

/* (json): its RFC 8785 form. */
cs_status_t cs_answer_canonicalize(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out) CS_MUST_CHECK;

/* (jws, typ, public key): {kid, payload} of a JWS that this key signed. */
cs_status_t cs_answer_open_jws(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out) CS_MUST_CHECK;

/* (signing input, typ, assertion, public key, rp id, origin): {kid, payload, sign_count} of what a passkey signed. */
cs_status_t cs_answer_open_assertion(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out) CS_MUST_CHECK;

/* (challenge, assertion, public key, rp id, origin): {sign_count} of an assertion over that challenge. */
cs_status_t cs_answer_check_assertion(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out) CS_MUST_CHECK;

/* (der): {thumbprint, kid, spki, organization, common_name, not_before, not_after}. */
cs_status_t cs_answer_read_certificate(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out) CS_MUST_CHECK;

/* (public key): {thumbprint, kid, spki}; thumbprint and kid are one, as a browser's key is both. */
cs_status_t cs_answer_read_key(cs_pool_t *pool, const cs_bytes_t *in, cs_buffer_t *out) CS_MUST_CHECK;

#endif
