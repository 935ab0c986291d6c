/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of one request.  It holds one count of the nginx request from the
 * first wait to its answer; nginx's blocked reading stays in place meanwhile,
 * so that a client's abort can neither free it nor take back a record.
 */
#include "request.h"
#include "entry.h"
#include "route.h"
#include "worker.h"

/* From which stages each may be reached, as bits. */
static const unsigned ngx_http_countersign_stage_before[] = {
    [NGX_HTTP_COUNTERSIGN_ROUTE] = 0,
    [NGX_HTTP_COUNTERSIGN_AUTHENTICATE] = 1u << NGX_HTTP_COUNTERSIGN_ROUTE,
    [NGX_HTTP_COUNTERSIGN_PREPARE] = 1u << NGX_HTTP_COUNTERSIGN_AUTHENTICATE,
    /* After itself: what moved meanwhile is recorded anew, for nothing is durable yet. */
    [NGX_HTTP_COUNTERSIGN_RECORD] = 1u << NGX_HTTP_COUNTERSIGN_ROUTE | 1u << NGX_HTTP_COUNTERSIGN_AUTHENTICATE |
                                    1u << NGX_HTTP_COUNTERSIGN_PREPARE | 1u << NGX_HTTP_COUNTERSIGN_RECORD,
    [NGX_HTTP_COUNTERSIGN_RECORDED] = 1u << NGX_HTTP_COUNTERSIGN_RECORD,
    [NGX_HTTP_COUNTERSIGN_RELEASE] = 1u << NGX_HTTP_COUNTERSIGN_RECORDED,
};

bool
ngx_http_countersign_request_advance(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_stage_e stage)
{
    if ((ngx_http_countersign_stage_before[stage] & 1u << ctx->stage) == 0) {
        ngx_log_error(NGX_LOG_ALERT, ctx->request->connection->log, 0, "countersign: stage %d cannot follow %d",
                      (int)stage, (int)ctx->stage);
        return false;
    }

    ctx->stage = stage;

    return true;
}

/* The nginx request is freed: nothing may wake us any more. */
static void
ngx_http_countersign_request_cleanup(void *data)
{
    ngx_http_countersign_ctx_t *ctx = data;

    ctx->finished = true;

    if (ctx->waiting.next != NULL) {
        ngx_queue_remove(&ctx->waiting);
    }

    if (ctx->deadline.timer_set) {
        ngx_del_timer(&ctx->deadline);
    }

    ngx_http_countersign_detach(ctx);
}

/* The client is told by the operation's own deadline; this is the one for all other waiting. */
static void
ngx_http_countersign_request_expire(ngx_event_t *event)
{
    ngx_http_countersign_ctx_t *ctx = event->data;
    ngx_connection_t *c = ctx->request->connection;
    cs_status_t status = ctx->in_flight == NULL ? CS_DEADLINE : CS_OUTCOME_UNKNOWN;

    ngx_http_countersign_detach(ctx);
    ngx_http_countersign_problem(ctx, status, NULL);
    ngx_http_run_posted_requests(c);
}

bool
ngx_http_countersign_own(ngx_http_countersign_ctx_t *ctx, json_t *value)
{
    if (value == NULL) {
        return false;
    }

    return cs_pool_on_clear(&ctx->pool, (cs_cleanup_pt)json_decref, value) == CS_OK;
}

ngx_str_t
ngx_http_countersign_header_get(ngx_http_request_t *r, const char *name, ngx_uint_t *count)
{
    size_t len;
    ngx_uint_t i;
    ngx_str_t value = ngx_null_string;
    ngx_list_part_t *part;
    ngx_table_elt_t *header;

    *count = 0;
    len = ngx_strlen(name);

    for (part = &r->headers_in.headers.part; part != NULL; part = part->next) {
        header = part->elts;

        for (i = 0; i < part->nelts; i++) {
            if (header[i].key.len == len && ngx_strncasecmp(header[i].key.data, (u_char *)name, len) == 0) {
                value = header[i].value;
                (*count)++;
            }
        }
    }

    return value;
}

static ngx_http_countersign_ctx_t *
ngx_http_countersign_request_create(ngx_http_request_t *r)
{
    ngx_http_countersign_ctx_t *ctx;

    ctx = ngx_pcalloc(r->pool, sizeof(ngx_http_countersign_ctx_t));
    if (ctx == NULL) {
        return NULL;
    }

    ctx->request = r;
    ctx->conf = ngx_http_countersign_conf_get(r);
    ctx->route = &ngx_http_countersign_route_none;
    ctx->deadline_ms = cs_clock_monotonic_ms() + (int64_t)ctx->conf->request_timeout;
    ctx->deadline.handler = ngx_http_countersign_request_expire;
    ctx->deadline.data = ctx;
    ctx->deadline.log = r->connection->log;

    ngx_http_countersign_pool_init(&ctx->pool, r->pool);

    if (cs_pool_on_clear(&ctx->pool, ngx_http_countersign_request_cleanup, ctx) != CS_OK) {
        return NULL;
    }

    ctx->input = json_object();

    if (!ngx_http_countersign_own(ctx, ctx->input) || ngx_http_countersign_trace_init(ctx) != CS_OK) {
        return NULL;
    }

    ngx_http_set_ctx(r, ctx, ngx_http_countersign_module);

    return ctx;
}

/* From here the request waits; the database's own deadline comes first. */
static void
ngx_http_countersign_request_begin(ngx_http_countersign_ctx_t *ctx)
{
    ctx->deadline_ms = cs_clock_monotonic_ms() + (int64_t)ctx->conf->request_timeout;
    ngx_add_timer(&ctx->deadline, ctx->conf->request_timeout + 500);
}

void
ngx_http_countersign_request_finish(ngx_http_countersign_ctx_t *ctx, ngx_int_t rc)
{
    if (ctx->finished) {
        ngx_log_error(NGX_LOG_ALERT, ctx->request->connection->log, 0, "countersign: answered twice");
        return;
    }

    ctx->finished = true;

    if (ctx->deadline.timer_set) {
        ngx_del_timer(&ctx->deadline);
    }

    ngx_http_finalize_request(ctx->request, rc);
}

/* The body is here, or there is none. */
static void
ngx_http_countersign_request_ready(ngx_http_request_t *r)
{
    cs_error_t error = {0};
    cs_status_t status;
    ngx_http_countersign_ctx_t *ctx;

    ctx = ngx_http_get_module_ctx(r, ngx_http_countersign_module);

    ngx_http_countersign_request_begin(ctx);

    status = ngx_http_countersign_prepare(ctx, &error);
    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, &error);
        return;
    }

    if (ctx->route->run != NULL) {
        ctx->route->run(ctx);
        return;
    }

    ngx_http_countersign_run(ctx);
}

/* What nginx itself refused comes here by error_page, to be logged and told like everything else. */
static cs_status_t
ngx_http_countersign_request_status(ngx_uint_t http)
{
    switch (http) {
    case NGX_HTTP_FORBIDDEN:
        return CS_DEVICE_NOT_BOUND; /* 495, by error_page: a certificate that no CA of ours stands behind */
    case NGX_HTTP_NOT_FOUND:
        return CS_NOT_FOUND;
    case NGX_HTTP_NOT_ALLOWED:
        return CS_METHOD_NOT_ALLOWED;
    case NGX_HTTP_REQUEST_ENTITY_TOO_LARGE:
        return CS_TOO_LARGE;
    case NGX_HTTP_INTERNAL_SERVER_ERROR:
        return CS_INTERNAL;
    default:
        return http >= NGX_HTTP_INTERNAL_SERVER_ERROR ? CS_UNAVAILABLE : CS_MALFORMED;
    }
}

/* Everything that can be said from the head of the request alone. */
static cs_status_t
ngx_http_countersign_request_admit(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    off_t size;
    cs_status_t status;

    if (ctx->request->error_page) {
        status = ngx_http_countersign_request_status(ctx->request->err_status);
        return status == CS_DEVICE_NOT_BOUND
                   ? cs_error_set(error, status, "", "the client certificate is not issued by an accepted CA")
                   : status;
    }

    if (ctx->routed != CS_OK) {
        return ctx->routed;
    }

    if (!ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_AUTHENTICATE)) {
        return CS_INTERNAL;
    }

    status = ngx_http_countersign_authenticate(ctx, error);
    if (status != CS_OK) {
        return status;
    }

    size = (off_t)(ctx->route->body_size != 0 ? ctx->route->body_size : NGX_HTTP_COUNTERSIGN_MAX_BODY);

    return ctx->request->headers_in.content_length_n > size
               ? cs_error_set(error, CS_TOO_LARGE, "", "a body has at most %lld bytes here", (long long)size)
               : CS_OK;
}

static ngx_int_t
ngx_http_countersign_request_refuse(ngx_http_countersign_ctx_t *ctx, cs_status_t status, const cs_error_t *error)
{
    ngx_int_t rc;

    rc = ngx_http_discard_request_body(ctx->request);
    if (rc != NGX_OK) {
        return rc;
    }

    /* A body that nginx gave up half-way would be read on, and refused once more, while we wait. */
    if (ctx->request->request_body != NULL) {
        ctx->request->read_event_handler = ngx_http_block_reading;
    }

    ctx->request->main->count++;
    ngx_http_countersign_request_begin(ctx);
    ngx_http_countersign_refuse(ctx, status, error);

    return NGX_DONE;
}

/* What is nobody's secret asks nobody: our public keys are there before the first probe, and without the database. */
static bool
ngx_http_countersign_request_is_public(const ngx_http_countersign_ctx_t *ctx)
{
    return ctx->conf->worker != NULL && ctx->route->public;
}

static ngx_int_t
ngx_http_countersign_request_enter(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status = CS_OK;
    cs_error_t error = {0};

    if (!ngx_http_countersign_request_is_public(ctx)) {
        status = ngx_http_countersign_worker_check(ctx->conf->worker);

        if (status == CS_OK) {
            status = ngx_http_countersign_policy_hold(ctx);
        }
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_request_admit(ctx, &error);
    }

    if (status != CS_OK) {
        return ngx_http_countersign_request_refuse(ctx, status, &error);
    }

    return ngx_http_countersign_body_read(ctx, ngx_http_countersign_request_ready);
}

void
ngx_http_countersign_request_resume(ngx_http_countersign_ctx_t *ctx)
{
    ngx_connection_t *c = ctx->request->connection;

    ngx_queue_remove(&ctx->waiting);
    ctx->waiting.next = NULL;

    ngx_http_finalize_request(ctx->request, ngx_http_countersign_request_enter(ctx));
    ngx_http_run_posted_requests(c);
}

ngx_int_t
ngx_http_countersign_request_handler(ngx_http_request_t *r)
{
    ngx_http_countersign_ctx_t *ctx;

    ctx = ngx_http_countersign_request_create(r);
    if (ctx == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    (void)ngx_atomic_fetch_add(&ngx_http_countersign_counters_get(ctx->conf)->requests, 1);

    ctx->routed = ngx_http_countersign_route(ctx);

    if (ctx->conf->worker != NULL && !ctx->conf->worker->started && !ngx_http_countersign_request_is_public(ctx)) {
        r->main->count++;
        ngx_queue_insert_tail(&ctx->conf->worker->waiting, &ctx->waiting);
        return NGX_DONE;
    }

    return ngx_http_countersign_request_enter(ctx);
}
