/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why an account may or may not: the facts of a release without its content,
 * the same decision, an entry, and then the answer (JR-8).  Whatever there is to
 * be found of the record, the entry is asked for at one and the same time after
 * the question came, so that the clock tells no more than the answer does.
 */
#include "hook.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#include "access/access.h"

/* Beyond what finding the facts takes. */
#define NGX_HTTP_COUNTERSIGN_EXPLANATION_TIME 20

typedef struct {
    json_t *explanation;
    int64_t due_ms;
    ngx_event_t timer;
} ngx_http_countersign_explanation_t;

static void
ngx_http_countersign_explanation_recorded(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    ngx_http_countersign_explanation_t *work = ctx->work;

    (void)body;

    ngx_http_countersign_release_json(ctx, ctx->route->success, "application/json", work->explanation);
}

/* The entry says what was found, and the database whether it was found under the policies in force. */
static cs_status_t
ngx_http_countersign_explanation_decide(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts;
    cs_status_t status, reason;
    ngx_http_countersign_explanation_t *work = ctx->work;
    const cs_policy_t *policy = ctx->policy->snapshot;

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK) {
        status = cs_access_explain(&ctx->pool, facts, cs_policy_operation_from_name(ctx->operation), ctx->purpose,
                                   cs_clock_now_us(), policy, &reason, &work->explanation);
    }

    if (status != CS_OK) {
        return status;
    }

    if (json_object_set_new(ctx->input, "policy", json_integer((json_int_t)policy->number)) != 0) {
        return CS_NO_MEMORY;
    }

    return ngx_http_countersign_input_set(ctx, "reason", cs_status_name(reason));
}

static void
ngx_http_countersign_explanation_record(ngx_event_t *event)
{
    ngx_http_countersign_ctx_t *ctx = event->data;
    ngx_connection_t *c = ctx->request->connection;

    if (ctx->finished) {
        return; /* its time was over meanwhile */
    }

    ngx_http_countersign_record(ctx, CS_STATEMENT_EXPLAIN_DECISION, ctx->input, CS_BYTES_NONE,
                                ngx_http_countersign_explanation_recorded);
    ngx_http_run_posted_requests(c);
}

static void
ngx_http_countersign_explanation_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    int64_t left;
    cs_status_t status;
    ngx_http_countersign_explanation_t *work = ctx->work;

    status = ngx_http_countersign_explanation_decide(ctx, body);

    if (status == CS_POLICY_MOVED && ngx_http_countersign_again(ctx)) {
        return;
    }

    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
        return;
    }

    left = work->due_ms - cs_clock_monotonic_ms();
    ngx_add_timer(&work->timer, (ngx_msec_t)(left > 1 ? left : 1));
}

static void
ngx_http_countersign_explanation_begin(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_facts(ctx, CS_STATEMENT_PREPARE_EXPLANATION, ctx->input,
                               ngx_http_countersign_explanation_ready);
}

static void
ngx_http_countersign_explanation_cleanup(void *data)
{
    ngx_http_countersign_explanation_t *work = data;

    if (work->timer.timer_set) {
        ngx_del_timer(&work->timer);
    }
}

void
ngx_http_countersign_explanation(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_explanation_t *work;

    work = ngx_pcalloc(ctx->request->pool, sizeof(ngx_http_countersign_explanation_t));

    if (work == NULL || cs_pool_on_clear(&ctx->pool, ngx_http_countersign_explanation_cleanup, work) != CS_OK) {
        ngx_http_countersign_refuse(ctx, CS_NO_MEMORY, NULL);
        return;
    }

    work->due_ms = cs_clock_monotonic_ms() + NGX_HTTP_COUNTERSIGN_EXPLANATION_TIME;
    work->timer.handler = ngx_http_countersign_explanation_record;
    work->timer.data = ctx;
    work->timer.log = ctx->request->connection->log;

    ctx->work = work;
    ctx->object = cs_json_get_text(ctx->input, "record");
    ctx->operation = cs_json_get_text(ctx->input, "operation");
    ctx->purpose = cs_json_get_text(ctx->input, "purpose");
    ctx->again = ngx_http_countersign_explanation_begin;

    ngx_http_countersign_explanation_begin(ctx);
}
