/* SPDX-License-Identifier: Apache-2.0 */
/* The step that decides: nothing but the facts handed to cs_access_decide. */
#ifndef NGX_HTTP_COUNTERSIGN_DECIDE_H
#define NGX_HTTP_COUNTERSIGN_DECIDE_H

#include "countersign.h"

#include "access/access.h"

/* CS_POLICY_MOVED where the facts were taken under another policy than this request holds. */
cs_status_t ngx_http_countersign_decide(ngx_http_countersign_ctx_t *ctx, const json_t *facts,
                                        cs_access_decision_t *decision) CS_MUST_CHECK;

#endif
