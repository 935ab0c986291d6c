/* SPDX-License-Identifier: Apache-2.0 */
/* What a new record, or a revision of one, was sent as, before anything is known of its author. */
#ifndef NGX_HTTP_COUNTERSIGN_CREATE_RECORD_H
#define NGX_HTTP_COUNTERSIGN_CREATE_RECORD_H

#include "countersign.h"

#include "policy/policy.h"
#include "record/identifier.h"

typedef struct {
    bool is_new; /* else a revision of the record that the path names */
    const cs_policy_type_t *type;
    const char *media_type;
    cs_bytes_t content;
    uint8_t digest[CS_DIGEST_SIZE];
    cs_record_revision_t of;
    cs_buffer_t sealed;
} ngx_http_countersign_create_t;

/*
 * Reads the content as its type says, and checks audience and attestation:
 * work->type, media_type, content and digest.  What belongs to another
 * reader is refused.
 */
cs_status_t ngx_http_countersign_create_content_check(ngx_http_countersign_ctx_t *ctx,
                                                      ngx_http_countersign_create_t *work, cs_error_t *error)
    CS_MUST_CHECK;

/* A title in the form that the level asks for: ctx->input has title, or title_sealed instead. */
cs_status_t ngx_http_countersign_create_title(ngx_http_countersign_ctx_t *ctx, const cs_record_revision_t *of,
                                              const cs_secret_t *key) CS_MUST_CHECK;

#endif
