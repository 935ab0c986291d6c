/* SPDX-License-Identifier: Apache-2.0 */
/* The client's certificate: of this very TLS connection, never of a header or of another connection. */
#ifndef NGX_HTTP_COUNTERSIGN_CERTIFICATE_H
#define NGX_HTTP_COUNTERSIGN_CERTIFICATE_H

#include "countersign.h"

/*
 * Sets ctx->certificate where one came that our CA stands behind, leaves it
 * NULL else.  Read once a connection, also a resumed one: a connection's
 * certificate never changes, since renegotiation is off.  `lack` says why
 * there is none.
 */
cs_status_t ngx_http_countersign_certificate(ngx_http_countersign_ctx_t *ctx, const char **lack) CS_MUST_CHECK;

#endif
