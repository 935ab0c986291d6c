/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives back tries whose secret was never looked at, since no thread came to
 * it in time (GS-2.2.1): three overloads must not lock an account.  The
 * request is gone, and nobody is told; where the database is not reached
 * either, the tries fail when they have been pending for long enough.
 */
#include "attempt.h"
#include "worker.h"

#define NGX_HTTP_COUNTERSIGN_MAX_ARRAY (NGX_HTTP_COUNTERSIGN_MAX_TRIES * CS_UUID_TEXT + sizeof("{}"))

cs_status_t
ngx_http_countersign_attempt_add(ngx_http_countersign_attempts_t *attempts, const char *attempt)
{
    if (attempt == NULL || !cs_uuid_check(cs_bytes_text(attempt)) ||
        attempts->count == NGX_HTTP_COUNTERSIGN_MAX_TRIES) {
        return CS_INTERNAL;
    }

    return cs_text_copy(cs_bytes_text(attempt), attempts->ids[attempts->count++], CS_UUID_TEXT);
}

static void
ngx_http_countersign_attempt_voided(void *owner, cs_status_t status, cs_result_t *result)
{
    ngx_http_countersign_worker_t *worker = owner;

    (void)result;

    if (status != CS_OK) {
        ngx_log_error(NGX_LOG_WARN, worker->log, 0, "countersign: a try that was not begun stays pending: %s",
                      cs_status_name(status));
    }
}

void
ngx_http_countersign_attempt_void(ngx_http_countersign_worker_t *worker,
                                  const ngx_http_countersign_attempts_t *attempts)
{
    u_char text[NGX_HTTP_COUNTERSIGN_MAX_ARRAY], *last = text;
    size_t i;
    cs_status_t status;
    cs_bytes_t parameter;
    const cs_request_t request = {
        .statement = CS_STATEMENT_VOID_ATTEMPTS,
        .parameters = &parameter,
        .deadline_ms = cs_clock_monotonic_ms() + (int64_t)worker->conf->query_timeout,
        .done = ngx_http_countersign_attempt_voided,
        .owner = worker,
    };

    if (attempts->count == 0) {
        return;
    }

    for (i = 0; i < attempts->count; i++) {
        last = ngx_snprintf(last, text + sizeof(text) - last, "%c%s", i == 0 ? '{' : ',', attempts->ids[i]);
    }

    last = ngx_snprintf(last, text + sizeof(text) - last, "}");
    parameter = cs_bytes(text, last - text);

    status = cs_database_submit(worker->client.database, &request, NULL);
    if (status != CS_OK) {
        ngx_http_countersign_attempt_voided(worker, status, NULL);
    }
}
