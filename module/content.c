/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one door through which content leaves: facts, decision, bytes, digest,
 * entry, and only then the sending (GS-2.2.2, GS-4.3b).  Where policy, facts
 * or clock moved in between, all of it is done once more, then refused.
 */
#include "decide.h"
#include "entry.h"
#include "envelope.h"
#include "hook.h"
#include "request.h"
#include "worker.h"

typedef struct {
    bool again; /* the second time */
    cs_access_decision_t decision;
    ngx_http_countersign_envelope_t envelope;
} ngx_http_countersign_content_t;

static void ngx_http_countersign_content_begin(ngx_http_countersign_ctx_t *ctx);

/* True where the whole way is to be gone once more, under the newest policies. */
static bool
ngx_http_countersign_content_again(ngx_http_countersign_ctx_t *ctx, cs_status_t status)
{
    ngx_http_countersign_content_t *work = ctx->work;
    ngx_http_countersign_verdict_e verdict = ngx_http_countersign_judge(status);

    if (work->again || (verdict != NGX_HTTP_COUNTERSIGN_MOVED && verdict != NGX_HTTP_COUNTERSIGN_LATE)) {
        return false;
    }

    work->again = true;
    ctx->digest = NULL;

    return ngx_http_countersign_policy_hold(ctx) == CS_OK;
}

/* --- last: it is in the log, it may leave */

static cs_status_t
ngx_http_countersign_content_headers(ngx_http_countersign_ctx_t *ctx, const ngx_http_countersign_envelope_t *envelope)
{
    size_t i;
    cs_status_t status = CS_OK;
    const struct {
        const char *name, *value;
    } headers[] = {
        {"Record-Identifier", envelope->identifier},   {"Delivery-Identifier", ctx->entry_id},
        {"Content-Digest", envelope->content_digest},  {"Record-Level", envelope->level},
        {"Record-Obligations", envelope->obligations},
    };

    for (i = 0; i < sizeof(headers) / sizeof(headers[0]) && status == CS_OK; i++) {
        if (headers[i].value == NULL || headers[i].value[0] != '\0') {
            status = ngx_http_countersign_header_add(ctx, headers[i].name, headers[i].value);
        }
    }

    /* A browser saves a file; it never runs what a bank sent. */
    if (status == CS_OK && envelope->is_file) {
        status = ngx_http_countersign_header_add(ctx, "Content-Disposition", "attachment");
    }

    return status;
}

static void
ngx_http_countersign_content_send(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_content_t *work = ctx->work;

    if (ngx_http_countersign_content_headers(ctx, &work->envelope) != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    (void)ngx_atomic_fetch_add(&ngx_http_countersign_counters_get(ctx->conf)->releases, 1);

    ngx_http_countersign_release_content(ctx, work->envelope.type, work->envelope.body);
}

static void
ngx_http_countersign_content_recorded(ngx_http_countersign_ctx_t *ctx, cs_status_t status, cs_result_t *result)
{
    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status);
        return;
    }

    status = cs_result_get_code(result, 0, 1);

    if (status != CS_CLOCK) {
        ctx->proof = NULL;
    }

    if (ngx_http_countersign_content_again(ctx, status)) {
        ngx_http_countersign_content_begin(ctx);
        return;
    }

    switch (ngx_http_countersign_judge(status)) {
    case NGX_HTTP_COUNTERSIGN_LATE:
    case NGX_HTTP_COUNTERSIGN_FAILED:
        ngx_http_countersign_failed(ctx, status);
        return;
    default:
        break;
    }

    if (status != CS_OK) {
        ngx_http_countersign_refused(ctx, status, cs_result_get(result, 0, 2));
        return;
    }

    if (!ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_RECORDED)) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_content_send(ctx);
}

/* --- then: the entry says what was decided, on what grounds, over which bytes */

static cs_status_t
ngx_http_countersign_content_input(ngx_http_countersign_ctx_t *ctx, const json_t *facts, cs_buffer_t *text)
{
    json_t *input;
    cs_status_t status;
    const ngx_http_countersign_content_t *work = ctx->work;
    const cs_access_decision_t *decision = &work->decision;
    const json_t *object = json_object_get(facts, "object");

    input = json_pack("{s:I, s:s, s:s?, s:s?, s:I}", "revision", (json_int_t)cs_json_get_integer(object, "revision", 0),
                      "effect", decision->reason == CS_OK ? "allow" : "deny", "reason",
                      decision->reason == CS_OK ? NULL : cs_status_name(decision->reason), "grant", decision->grant,
                      "policy", (json_int_t)decision->policy);
    if (input == NULL) {
        return CS_NO_MEMORY;
    }

    status = cs_json_canonical(input, text, NULL);
    json_decref(input);

    return status;
}

/* Each is an array of one: the statement takes as many as are in flight. */
static cs_status_t
ngx_http_countersign_content_submit(ngx_http_countersign_ctx_t *ctx, unsigned statement, cs_bytes_t call,
                                    cs_bytes_t input, ngx_http_countersign_done_pt done)
{
    cs_status_t status;
    cs_bytes_t parameters[2];

    status = cs_parameter_texts(&ctx->pool, &call, 1, &parameters[0]);

    if (status == CS_OK) {
        status = cs_parameter_texts(&ctx->pool, &input, 1, &parameters[1]);
    }

    return status == CS_OK ? ngx_http_countersign_submit(ctx, statement, parameters, done) : status;
}

static cs_status_t
ngx_http_countersign_content_record(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    cs_bytes_t call;
    cs_buffer_t input;
    cs_status_t status;

    if (!ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_RECORD)) {
        return CS_INTERNAL;
    }

    cs_buffer_init(&input, &ctx->pool, 1024);

    status = ngx_http_countersign_content_input(ctx, facts, &input);

    if (status == CS_OK) {
        status = ngx_http_countersign_entry_write(ctx, &call);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_content_submit(ctx, CS_STATEMENT_RECORD_RELEASE, call, cs_buffer_bytes(&input),
                                                     ngx_http_countersign_content_recorded);
    }

    return status;
}

static cs_status_t
ngx_http_countersign_content_decide(ngx_http_countersign_ctx_t *ctx, cs_bytes_t text, cs_bytes_t sealed)
{
    json_t *facts;
    cs_status_t status;
    ngx_http_countersign_content_t *work = ctx->work;

    status = cs_json_parse(&ctx->pool, text, &facts, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_decide(ctx, facts, &work->decision);
    }

    if (status == CS_OK && work->decision.reason == CS_OK) {
        status = ngx_http_countersign_envelope_make(ctx, facts, sealed, &work->decision, &work->envelope);
    }

    return status == CS_OK ? ngx_http_countersign_content_record(ctx, facts) : status;
}

static void
ngx_http_countersign_content_prepared(ngx_http_countersign_ctx_t *ctx, cs_status_t status, cs_result_t *result)
{
    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status);
        return;
    }

    status = cs_result_get_code(result, 0, 1);
    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
        return;
    }

    status = ngx_http_countersign_content_decide(ctx, cs_result_get(result, 0, 2), cs_result_get(result, 0, 3));

    if (ngx_http_countersign_content_again(ctx, status)) {
        ngx_http_countersign_content_begin(ctx);
        return;
    }

    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
    }
}

/* --- first: the facts, and an id that will be the delivery's */

static void
ngx_http_countersign_content_begin(ngx_http_countersign_ctx_t *ctx)
{
    cs_bytes_t call;
    cs_status_t status;

    status = ngx_http_countersign_entry_fix(ctx, &call);

    if (status == CS_OK) {
        status = ngx_http_countersign_content_submit(ctx, CS_STATEMENT_PREPARE_RELEASE, call, CS_LITERAL("{}"),
                                                     ngx_http_countersign_content_prepared);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status);
    }
}

void
ngx_http_countersign_content(ngx_http_countersign_ctx_t *ctx)
{
    const char *operation = cs_json_get_text(ctx->input, "operation");

    ctx->work = cs_pool_zalloc(&ctx->pool, sizeof(ngx_http_countersign_content_t));
    if (ctx->work == NULL) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    ctx->operation = operation == NULL ? "view" : operation;
    ctx->purpose = cs_json_get_text(ctx->input, "purpose");

    ngx_http_countersign_content_begin(ctx);
}
