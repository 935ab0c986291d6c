/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why an account may or may not: the facts of a release without its content,
 * the same decision, an entry, and then the answer (JR-8).
 */
#include "hook.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#include "access/access.h"

static void
ngx_http_countersign_explanation_recorded(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    (void)body;

    ngx_http_countersign_release_json(ctx, ctx->route->success, "application/json", ctx->work);
}

/* The entry says what was found, and the database whether it was found under the policies in force. */
static cs_status_t
ngx_http_countersign_explanation_decide(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts, *explanation;
    cs_status_t status, reason;
    const cs_policy_t *policy = ctx->policy->snapshot;

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK) {
        status = cs_access_explain(&ctx->pool, facts, cs_policy_operation_from_name(ctx->operation), ctx->purpose,
                                   cs_clock_now_us(), policy, &reason, &explanation);
    }

    if (status != CS_OK) {
        return status;
    }

    ctx->work = explanation;

    if (json_object_set_new(ctx->input, "policy", json_integer((json_int_t)policy->number)) != 0) {
        return CS_NO_MEMORY;
    }

    return ngx_http_countersign_input_set(ctx, "reason", cs_status_name(reason));
}

static void
ngx_http_countersign_explanation_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    cs_status_t status;

    status = ngx_http_countersign_explanation_decide(ctx, body);

    if (status == CS_POLICY_MOVED && ngx_http_countersign_again(ctx)) {
        return;
    }

    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
        return;
    }

    ngx_http_countersign_record(ctx, CS_STATEMENT_EXPLAIN_DECISION, ctx->input, CS_BYTES_NONE,
                                ngx_http_countersign_explanation_recorded);
}

static void
ngx_http_countersign_explanation_begin(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_facts(ctx, CS_STATEMENT_PREPARE_EXPLANATION, ctx->input,
                               ngx_http_countersign_explanation_ready);
}

void
ngx_http_countersign_explanation(ngx_http_countersign_ctx_t *ctx)
{
    ctx->object = cs_json_get_text(ctx->input, "record");
    ctx->operation = cs_json_get_text(ctx->input, "operation");
    ctx->purpose = cs_json_get_text(ctx->input, "purpose");
    ctx->again = ngx_http_countersign_explanation_begin;

    ngx_http_countersign_explanation_begin(ctx);
}
