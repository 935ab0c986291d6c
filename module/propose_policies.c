/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A proposal of policies: checked with those in force before the database is
 * asked, so that nothing comes into force that a node could not load; and what
 * it changes, said for people, which is pinned with it (GS-1.4).
 */
#include "hook.h"
#include "request.h"
#include "worker.h"

static cs_status_t
ngx_http_countersign_policies_refuse(cs_status_t status, const cs_error_t *inner, cs_error_t *error)
{
    char where[CS_MAX_ERROR_POINTER];

    if (status == CS_NO_MEMORY) {
        return status;
    }

    ngx_memzero(where, sizeof(where));
    (void)ngx_snprintf((u_char *)where, sizeof(where) - 1, "/documents%s", inner->pointer);

    return cs_error_set(error, CS_INVALID_VALUE, where, "%s", inner->text);
}

/* What is as it was is not asked for. */
static void
ngx_http_countersign_policies_thin(json_t *documents, const json_t *old)
{
    const char *const *name;

    for (name = cs_policy_names; *name != NULL; name++) {
        if (json_equal(json_object_get(documents, *name), json_object_get(old, *name))) {
            (void)json_object_del(documents, *name);
        }
    }
}

static cs_status_t
ngx_http_countersign_policies_check(json_t *documents, json_t *merged, const json_t *old, cs_error_t *error)
{
    char today[CS_TIME_TEXT];
    cs_status_t status;

    cs_time_format(cs_clock_now_us(), today);
    today[sizeof("YYYY-MM-DD") - 1] = '\0';

    status = json_object_update(merged, documents) == 0 ? cs_policy_check(merged, error) : CS_NO_MEMORY;

    if (status == CS_OK) {
        ngx_http_countersign_policies_thin(documents, old);
        status = cs_policy_check_successor(old, documents, error);
    }

    return status == CS_OK ? cs_policy_check_dates(documents, today, error) : status;
}

cs_status_t
ngx_http_countersign_policies_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    json_t *documents, *merged, *diff;
    cs_status_t status;
    cs_error_t inner = {0};
    const cs_policy_t *policy = ctx->policy->snapshot;

    documents = json_object_get(ctx->input, "documents");

    merged = json_copy((json_t *)policy->documents);
    if (merged == NULL || !ngx_http_countersign_own(ctx, merged)) {
        return CS_NO_MEMORY;
    }

    status = ngx_http_countersign_policies_check(documents, merged, policy->documents, &inner);
    if (status != CS_OK) {
        return ngx_http_countersign_policies_refuse(status, &inner, error);
    }

    status = cs_policy_diff(&ctx->pool, policy->documents, documents, &diff);

    if (status == CS_OK && (json_object_set(ctx->input, "diff", diff) != 0 ||
                            json_object_set_new(ctx->input, "policy", json_integer(policy->number)) != 0)) {
        return CS_NO_MEMORY;
    }

    return status;
}

/* The payload is lent to the other hook as the request's input. */
cs_status_t
ngx_http_countersign_resubmission_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    cs_error_t inner = {.pointer = ""};
    char where[2 * CS_MAX_ERROR_POINTER];
    json_t *input = ctx->input, *payload = json_object_get(input, "payload");

    if (json_object_get(payload, "documents") == NULL) {
        return CS_OK;
    }

    ctx->input = payload;
    status = ngx_http_countersign_policies_prepare(ctx, &inner);
    ctx->input = input;

    if (status == CS_OK || status == CS_NO_MEMORY) {
        return status;
    }

    ngx_snprintf((u_char *)where, sizeof(where), "/payload%s%Z", inner.pointer);

    return cs_error_set(error, status, where, "%s", inner.text);
}

cs_status_t
ngx_http_countersign_policies_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    return json_object_set(answer, "diff", json_object_get(ctx->input, "diff")) == 0 ? CS_OK : CS_NO_MEMORY;
}
