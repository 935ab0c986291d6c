/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Argon2 on nginx's thread pool.  The place in its queue is taken before the
 * attempt's row is written, so that a full queue costs nobody an attempt.
 */
#ifndef NGX_HTTP_COUNTERSIGN_PASSWORD_H
#define NGX_HTTP_COUNTERSIGN_PASSWORD_H

#include "attempt.h"
#include "worker.h"

#include "identity/password.h"

typedef struct ngx_http_countersign_password_s ngx_http_countersign_password_t;

/* Which of the passwords of a request. */
typedef enum {
    NGX_HTTP_COUNTERSIGN_PASSWORD, /* the one to set at enrolment, to compare at sign-in, the present one at a change */
    NGX_HTTP_COUNTERSIGN_PASSWORD_NEW, /* at a change */
    NGX_HTTP_COUNTERSIGN_PASSWORDS,    /* not one of them */
} ngx_http_countersign_password_e;

#define NGX_HTTP_COUNTERSIGN_MAX_HASHES 16 /* the present one, the new one, twelve former ones and the present as one */

/* The hashes are done, in the order in which they were added; they stay until it returns. */
typedef void (*ngx_http_countersign_hashed_pt)(ngx_http_countersign_ctx_t *ctx, cs_status_t status);

/*
 * Takes a place in the queue: CS_QUEUE_FULL when there is none.  The place is
 * given back when the hashes are done, or with the request.
 */
cs_status_t ngx_http_countersign_password_begin(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_password_t **out)
    CS_MUST_CHECK;

/* A try that these hashes are counted as: given back when the request ends before a thread has come to them. */
cs_status_t ngx_http_countersign_password_charge(ngx_http_countersign_password_t *password, const char *attempt)
    CS_MUST_CHECK;

/* Takes a member out of ctx->input, and wipes it there and the body. */
cs_status_t ngx_http_countersign_password_take(ngx_http_countersign_ctx_t *ctx,
                                               ngx_http_countersign_password_t *password,
                                               ngx_http_countersign_password_e which, const char *member) CS_MUST_CHECK;

/* Borrowed; for the check of a new one. */
cs_bytes_t ngx_http_countersign_password_text(const ngx_http_countersign_password_t *password,
                                              ngx_http_countersign_password_e which);

/* One hash: of which text, by what, and its output once it is done. */
typedef struct {
    ngx_http_countersign_password_e of;
    unsigned pepper; /* version; 0 is the newest, and becomes it */
    size_t salt_size;
    uint8_t salt[CS_PASSWORD_SALT_SIZE];
    cs_policy_argon2_t parameters;
    uint8_t output[CS_PASSWORD_OUTPUT_SIZE];
} ngx_http_countersign_hash_t;

/* One more hash: by these parameters and this version of the pepper; 0: the newest. */
cs_status_t ngx_http_countersign_password_add(ngx_http_countersign_password_t *password,
                                              ngx_http_countersign_password_e of, cs_bytes_t salt,
                                              const cs_policy_argon2_t *parameters, unsigned pepper) CS_MUST_CHECK;

/* Borrowed; NULL behind the last. */
const ngx_http_countersign_hash_t *ngx_http_countersign_password_hash(const ngx_http_countersign_password_t *password,
                                                                      size_t index);

/* Starts; `hashed` is woken in the worker's own thread, and only while the request lives. */
cs_status_t ngx_http_countersign_password_run(ngx_http_countersign_password_t *password,
                                              ngx_http_countersign_hashed_pt hashed) CS_MUST_CHECK;

/* --- password_row.c */

/* One more hash: with a new salt under the policy at hand, or as the database's row says. */
cs_status_t ngx_http_countersign_password_add_new(ngx_http_countersign_ctx_t *ctx,
                                                  ngx_http_countersign_password_t *password,
                                                  ngx_http_countersign_password_e of) CS_MUST_CHECK;
cs_status_t ngx_http_countersign_password_add_known(ngx_http_countersign_ctx_t *ctx,
                                                    ngx_http_countersign_password_t *password,
                                                    ngx_http_countersign_password_e of, const json_t *facts)
    CS_MUST_CHECK;

/* One more for each row of identity.list_former. */
cs_status_t ngx_http_countersign_password_add_former(ngx_http_countersign_ctx_t *ctx,
                                                     ngx_http_countersign_password_t *password,
                                                     ngx_http_countersign_password_e of, const json_t *rows)
    CS_MUST_CHECK;

/* Was the row made under other parameters than today's, or another pepper? */
bool ngx_http_countersign_password_is_dated(ngx_http_countersign_ctx_t *ctx, const json_t *facts);

/* Adds a hash that is done to an object: output, salt, memory_kib, iterations, parallelism, pepper. */
cs_status_t ngx_http_countersign_password_tell(const ngx_http_countersign_password_t *password, size_t index,
                                               json_t *out) CS_MUST_CHECK;

/* The outputs alone, of all hashes from this one on, as the member `former` of an object. */
cs_status_t ngx_http_countersign_password_tell_former(const ngx_http_countersign_password_t *password, size_t from,
                                                      json_t *out) CS_MUST_CHECK;

#endif
