/* SPDX-License-Identifier: Apache-2.0 */
/* The request entry: what the gateway fixes and MACs before the database is called. */
#ifndef NGX_HTTP_COUNTERSIGN_ENTRY_H
#define NGX_HTTP_COUNTERSIGN_ENTRY_H

#include "countersign.h"

#include "audit/entry.h"

/* ctx->trace_id from a valid traceparent (W3C), else a new one. */
cs_status_t ngx_http_countersign_trace_init(ngx_http_countersign_ctx_t *ctx) CS_MUST_CHECK;

/* The fixed members under ctx->entry_id, their MAC and the personal part: the text of i_call. */
cs_status_t ngx_http_countersign_entry_write(ngx_http_countersign_ctx_t *ctx, cs_bytes_t *call) CS_MUST_CHECK;

/* The same under a new id: made anew for each call that writes an entry. */
cs_status_t ngx_http_countersign_entry_fix(ngx_http_countersign_ctx_t *ctx, cs_bytes_t *call) CS_MUST_CHECK;

/* The i_call of what the node does by itself: the members at hand and the node's name, with nothing personal. */
cs_status_t ngx_http_countersign_entry_of_node(const ngx_http_countersign_main_conf_t *conf, cs_pool_t *pool,
                                               cs_audit_entry_t entry, cs_bytes_t *call) CS_MUST_CHECK;

#endif
