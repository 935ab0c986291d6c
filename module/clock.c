/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock's work: every worker asks every other second, the database lets
 * one of them do what is due, and again at once while something is.  The entry
 * is fixed and MACed like a request's (GS-2.2.2); it is written only where
 * something was due.
 */
#include "entry.h"
#include "worker.h"

#define NGX_HTTP_COUNTERSIGN_CLOCK_INTERVAL 2000
#define NGX_HTTP_COUNTERSIGN_CLOCK_SOON     20

static void
ngx_http_countersign_clock_wait(ngx_http_countersign_worker_t *worker, ngx_msec_t interval)
{
    if (!ngx_exiting && !ngx_terminate) {
        ngx_add_timer(&worker->clock, interval);
    }
}

/* A tick does one thing: where it did, there may be more. */
static bool
ngx_http_countersign_clock_did(cs_bytes_t body)
{
    bool did;
    json_t *answer;
    cs_arena_t arena;

    cs_arena_init(&arena);
    did = cs_json_parse(&arena.pool, body, &answer, NULL) == CS_OK &&
          json_integer_value(json_object_get(answer, "done")) > 0;
    cs_arena_clear(&arena);

    return did;
}

static void
ngx_http_countersign_clock_done(void *owner, cs_status_t status, cs_result_t *result)
{
    cs_bytes_t body;
    ngx_msec_t interval = NGX_HTTP_COUNTERSIGN_CLOCK_INTERVAL;
    ngx_http_countersign_worker_t *worker = owner;

    if (status == CS_OK) {
        status = cs_result_get_answer(result, &body);
    }

    if (status != CS_OK) {
        ngx_log_error(NGX_LOG_ERR, worker->log, 0, "countersign: the clock's work failed: %s", cs_status_name(status));
    } else if (ngx_http_countersign_clock_did(body)) {
        interval = NGX_HTTP_COUNTERSIGN_CLOCK_SOON;
    }

    ngx_http_countersign_clock_wait(worker, interval);
}

static cs_status_t
ngx_http_countersign_clock_submit(ngx_http_countersign_worker_t *worker, cs_pool_t *pool)
{
    cs_status_t status;
    uint8_t trace[16];
    cs_bytes_t parameters[2];
    char trace_id[NGX_HTTP_COUNTERSIGN_TRACE_TEXT] = "";
    char id[CS_UUID_TEXT] = "";
    const cs_audit_entry_t entry = {.id = id, .action = "clock.tick", .trace_id = trace_id};
    const cs_request_t request = {
        .statement = CS_STATEMENT_TICK,
        .parameters = parameters,
        .deadline_ms = cs_clock_monotonic_ms() + (int64_t)worker->conf->query_timeout,
        .done = ngx_http_countersign_clock_done,
        .owner = worker,
    };

    status = cs_random(trace, sizeof(trace));

    if (status == CS_OK) {
        status = cs_uuid_new(id);
    }

    if (status == CS_OK) {
        (void)ngx_hex_dump((u_char *)trace_id, trace, sizeof(trace));
        status = ngx_http_countersign_entry_of_node(worker->conf, pool, entry, &parameters[0]);
    }

    if (status != CS_OK) {
        return status;
    }

    parameters[1] = CS_LITERAL("{}");

    return cs_database_submit(worker->client.database, &request, NULL);
}

static void
ngx_http_countersign_clock_tick(ngx_event_t *event)
{
    cs_arena_t arena;
    cs_status_t status;
    ngx_http_countersign_worker_t *worker = event->data;

    /* Before the platform is initialised, and while the log cannot be written, nothing is done that it would owe. */
    if (ngx_http_countersign_worker_check(worker) != CS_OK) {
        ngx_http_countersign_clock_wait(worker, NGX_HTTP_COUNTERSIGN_CLOCK_INTERVAL);
        return;
    }

    cs_arena_init(&arena);
    status = ngx_http_countersign_clock_submit(worker, &arena.pool);
    cs_arena_clear(&arena);

    if (status != CS_OK) {
        ngx_http_countersign_clock_wait(worker, NGX_HTTP_COUNTERSIGN_CLOCK_INTERVAL);
    }
}

void
ngx_http_countersign_clock_init(ngx_http_countersign_worker_t *worker)
{
    worker->clock.handler = ngx_http_countersign_clock_tick;
    worker->clock.data = worker;
    worker->clock.log = worker->log;
    worker->clock.cancelable = 1;

    ngx_http_countersign_clock_wait(worker, NGX_HTTP_COUNTERSIGN_CLOCK_INTERVAL);
}
