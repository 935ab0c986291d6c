/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Argon2 on nginx's thread pool.  The place in its queue is taken before the
 * attempt's row is written, so that a full queue costs nobody an attempt.
 */
#ifndef NGX_HTTP_COUNTERSIGN_PASSWORD_H
#define NGX_HTTP_COUNTERSIGN_PASSWORD_H

#include "worker.h"

#include "identity/password.h"

typedef struct ngx_http_countersign_password_s ngx_http_countersign_password_t;

typedef void (*ngx_http_countersign_hashed_pt)(ngx_http_countersign_ctx_t *ctx, cs_status_t status,
                                               const uint8_t output[CS_PASSWORD_OUTPUT_SIZE]);

/*
 * Takes the member "password" out of ctx->input, wipes it there and in the
 * body, and takes a place in the queue: CS_QUEUE_FULL when there is none.
 * The place is given back when the hash is done, or with the request.
 */
cs_status_t ngx_http_countersign_password_begin(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_password_t **out)
    CS_MUST_CHECK;

/* Borrowed; for the check of a new one. */
cs_bytes_t ngx_http_countersign_password_text(const ngx_http_countersign_password_t *password);

/* Starts the hash; `hashed` is woken in the worker's own thread, and only while the request lives. */
cs_status_t ngx_http_countersign_password_hash(ngx_http_countersign_password_t *password, cs_bytes_t salt,
                                               const cs_policy_argon2_t *parameters,
                                               ngx_http_countersign_hashed_pt hashed) CS_MUST_CHECK;

#endif
