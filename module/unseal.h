/* SPDX-License-Identifier: Apache-2.0 */
/* What lies at rest of a revision, opened again (GS-4.2). */
#ifndef NGX_HTTP_COUNTERSIGN_UNSEAL_H
#define NGX_HTTP_COUNTERSIGN_UNSEAL_H

#include "countersign.h"

#include "record/envelope.h"

/*
 * The data key of a revision, from {institution, institution_key, wrapped_key};
 * the caller clears it.  `of` is the revision that it was made for.
 */
cs_status_t ngx_http_countersign_unseal_key(ngx_http_countersign_ctx_t *ctx, const json_t *facts,
                                            const cs_record_revision_t *of, cs_secret_t *key) CS_MUST_CHECK;

/* From {title} or {title_sealed}; borrowed from them or the pool. */
cs_status_t ngx_http_countersign_unseal_title(ngx_http_countersign_ctx_t *ctx, const json_t *facts,
                                              const cs_record_revision_t *of, const cs_secret_t *key, cs_bytes_t *title)
    CS_MUST_CHECK;

#endif
