/* SPDX-License-Identifier: Apache-2.0 */
/* Tries at a password or one-time code that the database has reserved for a request. */
#ifndef NGX_HTTP_COUNTERSIGN_ATTEMPT_H
#define NGX_HTTP_COUNTERSIGN_ATTEMPT_H

#include "countersign.h"

#define NGX_HTTP_COUNTERSIGN_MAX_TRIES 2 /* one at the password, one at the code beside it */

typedef struct {
    size_t count;
    char ids[NGX_HTTP_COUNTERSIGN_MAX_TRIES][CS_UUID_TEXT];
} ngx_http_countersign_attempts_t;

/* CS_INTERNAL for what is no id, and for one too many. */
cs_status_t ngx_http_countersign_attempt_add(ngx_http_countersign_attempts_t *attempts, const char *attempt)
    CS_MUST_CHECK;

/* Tells the database that nobody looked at these. */
void ngx_http_countersign_attempt_void(ngx_http_countersign_worker_t *worker,
                                       const ngx_http_countersign_attempts_t *attempts);

#endif
