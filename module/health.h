/* SPDX-License-Identifier: Apache-2.0 */
/* What the machines that watch may ask, on a listener of their own: /healthz, /readyz, /metrics. */
#ifndef NGX_HTTP_COUNTERSIGN_HEALTH_H
#define NGX_HTTP_COUNTERSIGN_HEALTH_H

#include "countersign.h"

/* The content handler of `countersign_ops on`. */
ngx_int_t ngx_http_countersign_health_handler(ngx_http_request_t *r);

#endif
