/* SPDX-License-Identifier: Apache-2.0 */
/* Halves of enrolment codes: made here, kept as a digest by the database, shown once. */
#ifndef NGX_HTTP_COUNTERSIGN_CODE_HALF_H
#define NGX_HTTP_COUNTERSIGN_CODE_HALF_H

#include "countersign.h"

/* Makes a half and tells the database its digest; it waits in ctx->work. */
cs_status_t ngx_http_countersign_code_half_prepare(ngx_http_countersign_ctx_t *ctx);

/* Puts the half into the answer and forgets it. */
cs_status_t ngx_http_countersign_code_half_show(ngx_http_countersign_ctx_t *ctx, json_t *answer);

#endif
