/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies in force, as one immutable object with a pool of its own.  The
 * worker and each request hold it by reference; the last holder frees it, so
 * that a new set never changes a decision under way.
 */
#include "worker.h"

static void
ngx_http_countersign_policy_release(void *data)
{
    ngx_http_countersign_policy_t *policy = data;

    policy->holders--;

    if (policy->holders == 0) {
        ngx_destroy_pool(policy->memory); /* policy itself lies in it */
    }
}

cs_status_t
ngx_http_countersign_policy_hold(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_policy_t *policy = ctx->conf->worker->policy;

    if (policy == NULL) {
        return CS_UNAVAILABLE;
    }

    policy->holders++; /* before the registration, which releases it where it fails */

    if (cs_pool_on_clear(&ctx->pool, ngx_http_countersign_policy_release, policy) != CS_OK) {
        return CS_NO_MEMORY;
    }

    ctx->policy = policy;

    return CS_OK;
}

static cs_status_t
ngx_http_countersign_policy_parse(ngx_http_countersign_policy_t *policy, cs_bytes_t text, cs_error_t *error)
{
    json_t *set;
    cs_status_t status;

    ngx_http_countersign_pool_init(&policy->pool, policy->memory);

    status = cs_json_parse(&policy->pool, text, &set, error);

    return status == CS_OK ? cs_policy_load(&policy->pool, set, &policy->snapshot, error) : status;
}

cs_status_t
ngx_http_countersign_policy_load(ngx_http_countersign_worker_t *worker, cs_bytes_t text)
{
    ngx_pool_t *memory;
    cs_status_t status;
    cs_error_t error = {0};
    ngx_http_countersign_policy_t *policy;

    memory = ngx_create_pool(NGX_DEFAULT_POOL_SIZE, worker->log);
    if (memory == NULL) {
        return CS_NO_MEMORY;
    }

    policy = ngx_pcalloc(memory, sizeof(ngx_http_countersign_policy_t));
    if (policy == NULL) {
        ngx_destroy_pool(memory);
        return CS_NO_MEMORY;
    }

    policy->memory = memory;
    policy->holders = 1;

    status = ngx_http_countersign_policy_parse(policy, text, &error);
    if (status != CS_OK) {
        ngx_log_error(NGX_LOG_ERR, worker->log, 0, "countersign: policies refused: %s %s", error.pointer, error.text);
        ngx_destroy_pool(memory);
        return status;
    }

    ngx_http_countersign_policy_forget(worker);
    worker->policy = policy;

    return CS_OK;
}

void
ngx_http_countersign_policy_forget(ngx_http_countersign_worker_t *worker)
{
    if (worker->policy != NULL) {
        ngx_http_countersign_policy_release(worker->policy);
        worker->policy = NULL;
    }
}
