/* SPDX-License-Identifier: Apache-2.0 */
/* A browser's proof that it holds its key (RFC 9449): its header, and the nonce for the next one. */
#ifndef NGX_HTTP_COUNTERSIGN_DPOP_H
#define NGX_HTTP_COUNTERSIGN_DPOP_H

#include "countersign.h"

/* Did a DPoP header come?  Whoever sends one is told the nonce of this minute with the answer. */
bool ngx_http_countersign_dpop_is_shown(ngx_http_countersign_ctx_t *ctx);

/*
 * Checks the one DPoP header against this call and its access token (no bytes
 * where none came) and sets ctx->transport_key, thumbprint and proof; also
 * where it is CS_USE_DPOP_NONCE, since then all but the nonce is right, but
 * for the proof, which is not to be spent.
 */
cs_status_t ngx_http_countersign_dpop(ngx_http_countersign_ctx_t *ctx, cs_bytes_t token, cs_error_t *error)
    CS_MUST_CHECK;

#endif
