/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A worker's life: it connects, probes once a second whether the log can be
 * written, and reads the policies when their number moved.  Until a probe has
 * said that all is well, and whenever one says otherwise, nothing is served.
 * New policies are announced over a connection of their own: the next probe
 * comes at once then, and in a second where the announcement was lost.
 */
#include "worker.h"
#include "request.h"

#include <malloc.h>

#define NGX_HTTP_COUNTERSIGN_PROBE_INTERVAL 1000
#define NGX_HTTP_COUNTERSIGN_RETRY_INTERVAL 100           /* while the last one failed */
#define NGX_HTTP_COUNTERSIGN_MAX_SKEW       5000          /* further off, the database takes no entry of ours */
#define NGX_HTTP_COUNTERSIGN_LARGE          (1024 * 1024) /* a hash takes 19 MiB, a record up to 16 */

static void ngx_http_countersign_worker_policies_done(void *owner, cs_status_t status, cs_result_t *result);

static cs_status_t
ngx_http_countersign_worker_submit(ngx_http_countersign_worker_t *worker, unsigned statement,
                                   const cs_bytes_t *parameters, cs_done_pt done)
{
    const cs_request_t request = {
        .statement = statement,
        .parameters = parameters,
        .deadline_ms = cs_clock_monotonic_ms() + (int64_t)worker->conf->query_timeout,
        .done = done,
        .owner = worker,
    };

    return cs_database_submit(worker->client.database, &request, NULL);
}

/* A worker that comes after a reload or a crash lets its first requests wait rather than fail. */
static void
ngx_http_countersign_worker_start(ngx_http_countersign_worker_t *worker)
{
    ngx_queue_t *first;

    worker->started = true;

    while (!ngx_queue_empty(&worker->waiting)) {
        first = ngx_queue_head(&worker->waiting);
        ngx_http_countersign_request_resume(ngx_queue_data(first, ngx_http_countersign_ctx_t, waiting));
    }
}

static void
ngx_http_countersign_worker_wait(ngx_http_countersign_worker_t *worker)
{
    ngx_http_countersign_worker_start(worker);

    if (ngx_exiting || ngx_terminate) {
        return;
    }

    if (worker->heard) {
        ngx_add_timer(&worker->tick, 1);
        return;
    }

    ngx_add_timer(&worker->tick,
                  worker->probe.reachable ? NGX_HTTP_COUNTERSIGN_PROBE_INTERVAL : NGX_HTTP_COUNTERSIGN_RETRY_INTERVAL);
}

/* What was announced is looked for, not taken from the announcement: the next probe asks for the number. */
static void
ngx_http_countersign_worker_heard(void *data)
{
    ngx_http_countersign_worker_t *worker = data;

    worker->heard = true;

    if (worker->tick.timer_set) {
        ngx_add_timer(&worker->tick, 1);
    }
}

/* The database read its clock some time between our question and its answer: neither way there nor way back is skew. */
static int64_t
ngx_http_countersign_worker_skew(int64_t asked_us, int64_t told_us, int64_t answered_us)
{
    if (told_us < asked_us) {
        return (asked_us - told_us) / 1000;
    }

    return told_us > answered_us ? (answered_us - told_us) / 1000 : 0;
}

static bool
ngx_http_countersign_worker_read(ngx_http_countersign_worker_t *worker, const json_t *found,
                                 ngx_http_countersign_probe_t *probe)
{
    int64_t now_us;
    const char *now = cs_json_get_text(found, "now");

    if (now == NULL || cs_time_parse(cs_bytes_text(now), &now_us) != CS_OK) {
        return false;
    }

    probe->reachable = true;
    probe->writable = json_is_true(json_object_get(found, "writable"));
    probe->policy = (int64_t)cs_json_get_integer(found, "policy", 0);
    probe->seal_age_ms = (int64_t)cs_json_get_integer(found, "seal_age_ms", 0);
    probe->tick_age_ms = (int64_t)cs_json_get_integer(found, "tick_age_ms", 0);
    probe->clock_skew_ms = ngx_http_countersign_worker_skew(worker->asked_us, now_us, cs_clock_now_us());

    return true;
}

static void
ngx_http_countersign_worker_probed(ngx_http_countersign_worker_t *worker, cs_bytes_t text)
{
    json_t *found;
    cs_arena_t arena;
    ngx_http_countersign_probe_t probe = {0};

    cs_arena_init(&arena);

    if (cs_json_parse(&arena.pool, text, &found, NULL) != CS_OK ||
        !ngx_http_countersign_worker_read(worker, found, &probe)) {
        ngx_log_error(NGX_LOG_ERR, worker->log, 0, "countersign: the probe's answer is not understood");
    }

    cs_arena_clear(&arena);

    worker->probe = probe;
}

static void
ngx_http_countersign_worker_probe_done(void *owner, cs_status_t status, cs_result_t *result)
{
    ngx_http_countersign_worker_t *worker = owner;

    if (status == CS_OK) {
        ngx_http_countersign_worker_probed(worker, cs_result_get(result, 0, 0));
    } else {
        worker->probe.reachable = false;
    }

    if (worker->probe.reachable &&
        (worker->policy == NULL || worker->probe.policy != (int64_t)worker->policy->snapshot->number) &&
        ngx_http_countersign_worker_submit(worker, CS_STATEMENT_READ_POLICIES, NULL,
                                           ngx_http_countersign_worker_policies_done) == CS_OK) {
        return;
    }

    ngx_http_countersign_worker_wait(worker);
}

static void
ngx_http_countersign_worker_policies_done(void *owner, cs_status_t status, cs_result_t *result)
{
    ngx_http_countersign_worker_t *worker = owner;

    if (status == CS_OK) {
        status = ngx_http_countersign_policy_load(worker, cs_result_get(result, 0, 0));
    }

    if (status != CS_OK) {
        ngx_log_error(NGX_LOG_ERR, worker->log, 0, "countersign: could not load the policies: %s",
                      cs_status_name(status));
    }

    ngx_http_countersign_worker_wait(worker);
}

static void
ngx_http_countersign_worker_tick(ngx_event_t *event)
{
    ngx_http_countersign_worker_t *worker = event->data;
    const cs_bytes_t node = cs_bytes(worker->conf->node.data, worker->conf->node.len);

    worker->asked_us = cs_clock_now_us();
    worker->heard = false;

    if (ngx_http_countersign_worker_submit(worker, CS_STATEMENT_PROBE, &node, ngx_http_countersign_worker_probe_done) !=
        CS_OK) {
        worker->probe.reachable = false;
        ngx_http_countersign_worker_wait(worker);
    }
}

cs_status_t
ngx_http_countersign_worker_check(const ngx_http_countersign_worker_t *worker)
{
    if (worker == NULL || !worker->probe.reachable || worker->policy == NULL) {
        return CS_UNAVAILABLE;
    }

    /* A token's life and an entry's time are worth nothing by such a clock. */
    if (worker->probe.clock_skew_ms > NGX_HTTP_COUNTERSIGN_MAX_SKEW ||
        worker->probe.clock_skew_ms < -NGX_HTTP_COUNTERSIGN_MAX_SKEW) {
        return CS_CLOCK;
    }

    if (!worker->probe.writable || worker->probe.seal_age_ms > (int64_t)worker->policy->snapshot->log.seal_age_max_ms) {
        return CS_LOG_UNAVAILABLE;
    }

    return CS_OK;
}

static ngx_int_t
ngx_http_countersign_worker_connect(ngx_http_countersign_worker_t *worker)
{
    cs_database_options_t options;

    ngx_http_countersign_db_options(worker->conf, &options);

    if (ngx_http_countersign_db_init(&worker->client, &options, worker->log) != NGX_OK) {
        return NGX_ERROR;
    }

    options.size = 1;
    options.listen = CS_STATEMENT_LISTEN;
    options.heard = ngx_http_countersign_worker_heard;
    options.heard_data = worker;

    return ngx_http_countersign_db_init(&worker->listener, &options, worker->log);
}

ngx_int_t
ngx_http_countersign_worker_init(ngx_cycle_t *cycle)
{
    ngx_http_countersign_worker_t *worker;
    ngx_http_countersign_main_conf_t *mcf;

    mcf = ngx_http_cycle_get_module_main_conf(cycle, ngx_http_countersign_module);

    if (mcf == NULL || mcf->keyring == NULL ||
        (ngx_process != NGX_PROCESS_WORKER && ngx_process != NGX_PROCESS_SINGLE)) {
        return NGX_OK;
    }

    worker = ngx_pcalloc(cycle->pool, sizeof(ngx_http_countersign_worker_t));
    if (worker == NULL) {
        return NGX_ERROR;
    }

    /* Else each thread keeps for ever what its largest hash once took. */
    (void)mallopt(M_MMAP_THRESHOLD, NGX_HTTP_COUNTERSIGN_LARGE);

    ngx_queue_init(&worker->waiting);

    worker->conf = mcf;
    worker->log = cycle->log;
    worker->tick.handler = ngx_http_countersign_worker_tick;
    worker->tick.data = worker;
    worker->tick.log = cycle->log;
    worker->tick.cancelable = 1;

    if (ngx_http_countersign_worker_connect(worker) != NGX_OK) {
        return NGX_ERROR;
    }

    mcf->worker = worker;
    ngx_add_timer(&worker->tick, 1);
    ngx_http_countersign_clock_init(worker);

    return NGX_OK;
}

void
ngx_http_countersign_worker_exit(ngx_cycle_t *cycle)
{
    ngx_http_countersign_main_conf_t *mcf;

    mcf = ngx_http_cycle_get_module_main_conf(cycle, ngx_http_countersign_module);

    if (mcf == NULL || mcf->worker == NULL) {
        return;
    }

    cs_database_free(mcf->worker->client.database);
    cs_database_free(mcf->worker->listener.database);
    ngx_http_countersign_policy_forget(mcf->worker);
    cs_identity_tokens_forget(mcf->tokens);
    mcf->worker = NULL;
}
