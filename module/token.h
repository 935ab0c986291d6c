/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The token of a session that begins or is refreshed: its handle is made
 * here, the database keeps the digest, and only the token tells it.
 */
#ifndef NGX_HTTP_COUNTERSIGN_TOKEN_H
#define NGX_HTTP_COUNTERSIGN_TOKEN_H

#include "countersign.h"

/* Makes ctx->token with a new handle, wiped with the request; its digest becomes the member "handle_digest" of input. */
cs_status_t ngx_http_countersign_token_begin(ngx_http_countersign_ctx_t *ctx, json_t *input) CS_MUST_CHECK;

/*
 * Issues ctx->token for the session that the database has opened, bound to
 * what this call proved: {access_token, token_type, expires_in}, the request's.
 */
cs_status_t ngx_http_countersign_token_answer(ngx_http_countersign_ctx_t *ctx, const json_t *session, json_t **answer)
    CS_MUST_CHECK;

#endif
