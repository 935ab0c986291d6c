/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The step that makes it durable: one call of one function of the door, which
 * writes the entry and the effect in one transaction.  Refusals are answers;
 * what should not happen is written as a failed entry by a second call.
 */
#include "entry.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#define NGX_HTTP_COUNTERSIGN_MAX_INPUT (256 * 1024) /* 64 KiB of body, escaped, and what hooks add */

struct ngx_http_countersign_call_s {
    unsigned statement;
    bool effect; /* its entry is the request's: the stage moves with it */
    bool again;  /* made anew once already */
    cs_bytes_t parameters[3];
    ngx_http_countersign_recorded_pt recorded;
};

static void ngx_http_countersign_record_submit(ngx_http_countersign_ctx_t *ctx);

ngx_http_countersign_verdict_e
ngx_http_countersign_judge(cs_status_t status)
{
    switch (status) {
    case CS_CLOCK:
        return NGX_HTTP_COUNTERSIGN_LATE;
    case CS_POLICY_MOVED:
    case CS_FACTS_MOVED:
        return NGX_HTTP_COUNTERSIGN_MOVED;
    default:
        break;
    }

    switch (cs_status_category(status)) {
    case CS_CATEGORY_OK:
        return NGX_HTTP_COUNTERSIGN_DONE;
    case CS_CATEGORY_REFUSED:
    case CS_CATEGORY_INVALID:
    case CS_CATEGORY_CONFLICT:
        return NGX_HTTP_COUNTERSIGN_REFUSED;
    default:
        return NGX_HTTP_COUNTERSIGN_FAILED;
    }
}

void
ngx_http_countersign_refused(ngx_http_countersign_ctx_t *ctx, cs_status_t status, cs_bytes_t body)
{
    json_t *members = NULL;

    if (body.size > 0 && cs_json_parse(&ctx->pool, body, &members, NULL) != CS_OK) {
        members = NULL;
    }

    /* Facts that are refused have their entry as well, and are the request's last call. */
    if (!ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_RECORD) ||
        !ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_RECORDED)) {
        status = CS_INTERNAL;
    }

    ngx_http_countersign_problem(ctx, status, members);
}

bool
ngx_http_countersign_again(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_again_pt again = ctx->again;

    ctx->again = NULL;

    if (again == NULL || ngx_http_countersign_policy_hold(ctx) != CS_OK) {
        return false;
    }

    again(ctx);

    return true;
}

static void
ngx_http_countersign_record_done(ngx_http_countersign_ctx_t *ctx, cs_status_t status, cs_result_t *result)
{
    cs_bytes_t body;
    ngx_http_countersign_call_t *call = ctx->call;

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status);
        return;
    }

    status = cs_result_get_answer(result, &body);

    if (status != CS_CLOCK) {
        ctx->proof = NULL; /* spent: the request's further calls go without */
    }

    switch (ngx_http_countersign_judge(status)) {
    case NGX_HTTP_COUNTERSIGN_DONE:
        break;
    case NGX_HTTP_COUNTERSIGN_MOVED:
        if (ngx_http_countersign_again(ctx)) {
            return;
        }
        /* fall through */
    case NGX_HTTP_COUNTERSIGN_REFUSED:
        ngx_http_countersign_refused(ctx, status, body);
        return;
    case NGX_HTTP_COUNTERSIGN_LATE:
        if (!call->again) {
            call->again = true;
            ngx_http_countersign_record_submit(ctx);
            return;
        }
        /* fall through */
    default:
        ngx_http_countersign_failed(ctx, status);
        return;
    }

    if (call->effect && !ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_RECORDED)) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    call->recorded(ctx, body);
}

static void
ngx_http_countersign_record_submit(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;
    ngx_http_countersign_call_t *call = ctx->call;

    status = ngx_http_countersign_entry_fix(ctx, &call->parameters[0]);

    if (status == CS_OK) {
        status = ngx_http_countersign_submit(ctx, call->statement, call->parameters, ngx_http_countersign_record_done);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status);
    }
}

static void
ngx_http_countersign_record_call(ngx_http_countersign_ctx_t *ctx, const ngx_http_countersign_call_t *call,
                                 json_t *input)
{
    cs_buffer_t text;
    cs_status_t status;

    ctx->call = ngx_palloc(ctx->request->pool, sizeof(ngx_http_countersign_call_t));
    if (ctx->call == NULL) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    *ctx->call = *call;

    cs_buffer_init(&text, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_INPUT);

    status = cs_json_canonical(input, &text, NULL);
    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
        return;
    }

    ctx->call->parameters[1] = cs_buffer_bytes(&text);

    if (call->effect && !ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_RECORD)) {
        ngx_http_countersign_problem(ctx, CS_INTERNAL, NULL);
        return;
    }

    ngx_http_countersign_record_submit(ctx);
}

void
ngx_http_countersign_record(ngx_http_countersign_ctx_t *ctx, unsigned statement, json_t *input, cs_bytes_t content,
                            ngx_http_countersign_recorded_pt recorded)
{
    ngx_http_countersign_call_t call = {
        .statement = statement,
        .effect = true,
        .parameters = {[2] = content},
        .recorded = recorded,
    };

    ngx_http_countersign_record_call(ctx, &call, input);
}

void
ngx_http_countersign_facts(ngx_http_countersign_ctx_t *ctx, unsigned statement, json_t *input,
                           ngx_http_countersign_recorded_pt ready)
{
    ngx_http_countersign_call_t call = {.statement = statement, .recorded = ready};

    ngx_http_countersign_record_call(ctx, &call, input);
}

static void
ngx_http_countersign_failed_done(ngx_http_countersign_ctx_t *ctx, cs_status_t status, cs_result_t *result)
{
    cs_bytes_t body;

    if (status == CS_OK) {
        status = cs_result_get_answer(result, &body);
    }

    ngx_http_countersign_problem(ctx, status == CS_OK ? CS_INTERNAL : CS_LOG_UNAVAILABLE, NULL);
}

void
ngx_http_countersign_failed(ngx_http_countersign_ctx_t *ctx, cs_status_t status)
{
    cs_bytes_t parameters[2];

    if (cs_status_category(status) == CS_CATEGORY_UNAVAILABLE) {
        ngx_http_countersign_problem(ctx, status, NULL);
        return;
    }

    ngx_log_error(NGX_LOG_ERR, ctx->request->connection->log, 0, "countersign: %s failed: %s", ctx->route->action,
                  cs_status_name(status));

    ctx->purpose = NULL; /* the caller's own word: it may be what the log did not take */
    parameters[1] = CS_LITERAL("{\"code\":\"internal\"}");

    if (ngx_http_countersign_entry_fix(ctx, &parameters[0]) != CS_OK ||
        ngx_http_countersign_submit(ctx, CS_STATEMENT_RECORD_FAILURE, parameters, ngx_http_countersign_failed_done) !=
            CS_OK) {
        ngx_http_countersign_problem(ctx, CS_LOG_UNAVAILABLE, NULL);
    }
}

/* --- what most routes are: one call, whose body is the answer */

static void
ngx_http_countersign_run_finish(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *answer;
    cs_status_t status;

    status = cs_json_parse(&ctx->pool, body, &answer, NULL);

    if (status == CS_OK) {
        status = ctx->route->finish(ctx, answer);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_release_json(ctx, ctx->success != 0 ? ctx->success : ctx->route->success, "application/json",
                                      answer);
}

void
ngx_http_countersign_answer(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    char *text;

    if (ctx->route->success == NGX_HTTP_NO_CONTENT) {
        ngx_http_countersign_release(ctx, ctx->route->success, NULL, CS_BYTES_NONE);
        return;
    }

    if (ctx->route->finish != NULL) {
        ngx_http_countersign_run_finish(ctx, body);
        return;
    }

    text = cs_pool_text(&ctx->pool, body.data, body.size);
    if (text == NULL) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    ngx_http_countersign_release(ctx, ctx->route->success, "application/json", cs_bytes(text, body.size));
}

void
ngx_http_countersign_run(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_record(ctx, ctx->route->statement, ctx->input, CS_BYTES_NONE, ngx_http_countersign_answer);
}
