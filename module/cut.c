/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entry of a release that was cut under way (GS-3.3).  It outlives the
 * request: where the database was away, which may be why it was cut, it is
 * written when it is back, under an id of its own each time; the ids of former
 * tries go with it, so that what may have happened happens once.  A worker
 * that leaves waits for it.
 */
#include "entry.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#define NGX_HTTP_COUNTERSIGN_CUT_INTERVAL 1000
#define NGX_HTTP_COUNTERSIGN_CUT_TRIES    60
#define NGX_HTTP_COUNTERSIGN_MAX_CUT      4096

typedef struct {
    ngx_http_countersign_worker_t *worker;
    ngx_pool_t *memory;
    cs_pool_t pool;
    cs_audit_entry_t entry;
    json_t *input;
    const char *delivery;
    bool in_flight;
    ngx_event_t timer; /* the next try; while one is in flight, what keeps the worker */
} ngx_http_countersign_cut_t;

static void
ngx_http_countersign_cut_free(ngx_http_countersign_cut_t *cut)
{
    if (cut->timer.timer_set) {
        ngx_del_timer(&cut->timer);
    }

    ngx_destroy_pool(cut->memory);
}

/* May it be tried once more? */
static bool
ngx_http_countersign_cut_is_open(const ngx_http_countersign_cut_t *cut, cs_status_t status)
{
    return json_array_size(json_object_get(cut->input, "tried")) < NGX_HTTP_COUNTERSIGN_CUT_TRIES &&
           (status == CS_UNAVAILABLE || status == CS_DEADLINE || status == CS_OUTCOME_UNKNOWN ||
            status == CS_QUEUE_FULL || status == CS_CLOCK);
}

static void
ngx_http_countersign_cut_done(void *owner, cs_status_t status, cs_result_t *result)
{
    cs_bytes_t body;
    ngx_http_countersign_cut_t *cut = owner;

    cut->in_flight = false;

    if (status == CS_OK) {
        status = cs_result_get_answer(result, &body);
    }

    if (ngx_http_countersign_cut_is_open(cut, status)) {
        ngx_add_timer(&cut->timer, NGX_HTTP_COUNTERSIGN_CUT_INTERVAL);
        return;
    }

    if (status != CS_OK) {
        ngx_log_error(NGX_LOG_ERR, cut->worker->log, 0, "countersign: no entry says that release %s was cut: %s",
                      cut->delivery, cs_status_name(status));
    }

    ngx_http_countersign_cut_free(cut);
}

/* Nothing personal: the release's own entry has it. */
static cs_status_t
ngx_http_countersign_cut_make(const ngx_http_countersign_cut_t *cut, cs_pool_t *pool, cs_bytes_t parameters[2])
{
    cs_buffer_t input;
    cs_status_t status;
    char id[CS_UUID_TEXT];
    cs_audit_entry_t entry = cut->entry;

    cs_buffer_init(&input, pool, NGX_HTTP_COUNTERSIGN_MAX_CUT);

    status = cs_uuid_new(id);
    entry.id = id;

    if (status == CS_OK) {
        status = ngx_http_countersign_entry_of_node(cut->worker->conf, pool, entry, &parameters[0]);
    }

    if (status == CS_OK) {
        status = cs_json_canonical(cut->input, &input, NULL);
    }

    if (status == CS_OK && json_array_append_new(json_object_get(cut->input, "tried"), json_string(id)) != 0) {
        status = CS_NO_MEMORY;
    }

    parameters[1] = cs_buffer_bytes(&input);

    return status;
}

static cs_status_t
ngx_http_countersign_cut_submit(ngx_http_countersign_cut_t *cut)
{
    cs_arena_t arena;
    cs_status_t status;
    cs_bytes_t parameters[2];
    const cs_request_t request = {
        .statement = CS_STATEMENT_RECORD_CUT,
        .parameters = parameters,
        .deadline_ms = cs_clock_monotonic_ms() + (int64_t)cut->worker->conf->query_timeout,
        .done = ngx_http_countersign_cut_done,
        .owner = cut,
    };

    cs_arena_init(&arena);

    status = ngx_http_countersign_cut_make(cut, &arena.pool, parameters);

    if (status == CS_OK) {
        status = cs_database_submit(cut->worker->client.database, &request, NULL);
    }

    cs_arena_clear(&arena);

    return status;
}

static void
ngx_http_countersign_cut_try(ngx_event_t *event)
{
    cs_status_t status;
    ngx_http_countersign_cut_t *cut = event->data;

    if (cut->in_flight) {
        ngx_add_timer(&cut->timer, NGX_HTTP_COUNTERSIGN_CUT_INTERVAL);
        return;
    }

    status = ngx_http_countersign_cut_submit(cut);
    if (status != CS_OK) {
        ngx_http_countersign_cut_done(cut, status, NULL);
        return;
    }

    cut->in_flight = true;
    ngx_add_timer(&cut->timer, NGX_HTTP_COUNTERSIGN_CUT_INTERVAL);
}

static const char *
ngx_http_countersign_cut_text(ngx_http_countersign_cut_t *cut, const char *text)
{
    return text == NULL ? NULL : cs_pool_text(&cut->pool, text, ngx_strlen(text));
}

/* The request's texts go with it: copies. */
static cs_status_t
ngx_http_countersign_cut_copy(ngx_http_countersign_cut_t *cut, const ngx_http_countersign_ctx_t *ctx,
                              cs_status_t status)
{
    cut->entry = (cs_audit_entry_t){
        .action = "release.cut",
        .session = ngx_http_countersign_cut_text(cut, ctx->session),
        .operation = ngx_http_countersign_cut_text(cut, ctx->operation),
        .object_type = ngx_http_countersign_cut_text(cut, ctx->route->object_type),
        .object = ngx_http_countersign_cut_text(cut, ctx->object),
        .purpose = ngx_http_countersign_cut_text(cut, ctx->purpose),
        .digest = ngx_http_countersign_cut_text(cut, ctx->digest),
        .trace_id = ngx_http_countersign_cut_text(cut, ctx->trace_id),
    };
    cut->delivery = ngx_http_countersign_cut_text(cut, ctx->entry_id);
    cut->input = json_pack("{s:s, s:s, s:[]}", "delivery", ctx->entry_id, "code", cs_status_name(status), "tried");

    return cut->input == NULL ? CS_NO_MEMORY : cs_pool_on_clear(&cut->pool, (cs_cleanup_pt)json_decref, cut->input);
}

void
ngx_http_countersign_cut(ngx_http_countersign_ctx_t *ctx, cs_status_t status)
{
    ngx_pool_t *memory;
    ngx_http_countersign_cut_t *cut;
    ngx_http_countersign_worker_t *worker = ctx->conf->worker;

    memory = ngx_create_pool(NGX_MIN_POOL_SIZE + 2048, worker->log);
    cut = memory == NULL ? NULL : ngx_pcalloc(memory, sizeof(ngx_http_countersign_cut_t));

    if (cut == NULL) {
        return; /* nginx has said that there is no memory, and which release was cut is in the log above it */
    }

    cut->worker = worker;
    cut->memory = memory;
    cut->timer.handler = ngx_http_countersign_cut_try;
    cut->timer.data = cut;
    cut->timer.log = worker->log;

    ngx_http_countersign_pool_init(&cut->pool, memory);

    if (ngx_http_countersign_cut_copy(cut, ctx, status) != CS_OK) {
        ngx_http_countersign_cut_free(cut);
        return;
    }

    ngx_http_countersign_cut_try(&cut->timer);
}
