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

cs_status_t
ngx_http_countersign_policies_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    json_t *documents, *diff;
    cs_status_t status;
    char today[CS_TIME_TEXT];
    cs_error_t inner = {0};
    const cs_policy_t *policy = ctx->policy->snapshot;

    documents = json_object_get(ctx->input, "documents");

    cs_time_format(cs_clock_now_us(), today);
    today[sizeof("YYYY-MM-DD") - 1] = '\0';

    status = cs_policy_check_proposal(policy->documents, documents, today, &inner);
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
