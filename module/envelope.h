/* SPDX-License-Identifier: Apache-2.0 */
/* What is sent for a release: the JSON envelope, or the file's bytes, with what the headers say. */
#ifndef NGX_HTTP_COUNTERSIGN_ENVELOPE_H
#define NGX_HTTP_COUNTERSIGN_ENVELOPE_H

#include "countersign.h"

#include "access/access.h"

typedef struct {
    const char *type; /* media type */
    const char *level;
    const char *identifier;
    const char *obligations;    /* codes, separated by ", " */
    const char *content_digest; /* RFC 9530, over the body */
    cs_bytes_t body;
    bool is_file;
} ngx_http_countersign_envelope_t;

/*
 * Opens the content and makes the bytes that will be sent, under the delivery
 * ctx->entry_id; their digest becomes ctx->digest, and so the entry's.
 */
cs_status_t ngx_http_countersign_envelope_make(ngx_http_countersign_ctx_t *ctx, const json_t *facts, cs_bytes_t sealed,
                                               const cs_access_decision_t *decision,
                                               ngx_http_countersign_envelope_t *out) CS_MUST_CHECK;

#endif
