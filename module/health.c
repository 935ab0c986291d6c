/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Health says that the process answers, readiness that it can serve and log,
 * with a named reason for each thing that is wrong.  Both speak of what the
 * worker found out by itself within the last second; neither asks anybody.
 */
#include "health.h"
#include "worker.h"

#define NGX_HTTP_COUNTERSIGN_WARN_SKEW   1000 /* milliseconds between node and database: a warning before it hurts */
#define NGX_HTTP_COUNTERSIGN_MAX_METRICS 8192

typedef struct {
    ngx_uint_t status;
    const char *type;
    cs_buffer_t body;
} ngx_http_countersign_health_t;

typedef cs_status_t (*ngx_http_countersign_health_pt)(ngx_http_countersign_main_conf_t *conf,
                                                      ngx_http_countersign_health_t *answer);

static cs_status_t
ngx_http_countersign_health_live(ngx_http_countersign_main_conf_t *conf, ngx_http_countersign_health_t *answer)
{
    return cs_buffer_append_text(&answer->body, "{\"status\":\"ok\"}");
}

static int64_t
ngx_http_countersign_health_abs(int64_t value)
{
    return value < 0 ? -value : value;
}

static json_t *
ngx_http_countersign_health_reasons(const ngx_http_countersign_worker_t *worker)
{
    size_t i;
    json_t *reasons;
    const cs_policy_t *policy = worker->policy == NULL ? NULL : worker->policy->snapshot;
    const ngx_http_countersign_probe_t *probe = &worker->probe;
    const struct {
        bool holds;
        const char *reason;
    } checks[] = {
        {!probe->reachable, "database_unreachable"},
        {probe->reachable && !probe->writable, "log_not_writable"},
        {policy == NULL, "policies_missing"},
        {policy != NULL && probe->reachable && probe->policy != (int64_t)policy->number, "policies_outdated"},
        {policy != NULL && probe->seal_age_ms > (int64_t)policy->log.seal_age_max_ms, "seal_age"},
        {probe->reachable && ngx_http_countersign_health_abs(probe->clock_skew_ms) > NGX_HTTP_COUNTERSIGN_WARN_SKEW,
         "clock"},
    };

    reasons = json_array();

    for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        if (checks[i].holds) {
            json_array_append_new(reasons, json_string(checks[i].reason));
        }
    }

    return reasons;
}

static cs_status_t
ngx_http_countersign_health_ready(ngx_http_countersign_main_conf_t *conf, ngx_http_countersign_health_t *answer)
{
    json_t *reasons, *body;
    cs_status_t status;
    const ngx_http_countersign_worker_t *worker = conf->worker;

    reasons = ngx_http_countersign_health_reasons(worker);

    answer->status = json_array_size(reasons) == 0 ? NGX_HTTP_OK : NGX_HTTP_SERVICE_UNAVAILABLE;

    body = json_pack("{s:b, s:o, s:I, s:I, s:I, s:I}", "ready", json_array_size(reasons) == 0, "reasons", reasons,
                     "policy", (json_int_t)(worker->policy == NULL ? 0 : worker->policy->snapshot->number),
                     "seal_age_ms", (json_int_t)worker->probe.seal_age_ms, "tick_age_ms",
                     (json_int_t)worker->probe.tick_age_ms, "clock_skew_ms", (json_int_t)worker->probe.clock_skew_ms);
    if (body == NULL) {
        return CS_NO_MEMORY;
    }

    status = cs_json_canonical(body, &answer->body, NULL);
    json_decref(body);

    return status;
}

static cs_status_t
ngx_http_countersign_health_metric(cs_buffer_t *out, const char *name, const char *kind, const char *help,
                                   const char *labels, uint64_t value)
{
    return cs_buffer_append_format(out, "# HELP %s %s\n# TYPE %s %s\n%s%s %llu\n", name, help, name, kind, name, labels,
                                   (unsigned long long)value);
}

/* Counters are of all workers together, gauges of the one that answers. */
static cs_status_t
ngx_http_countersign_health_metrics(ngx_http_countersign_main_conf_t *conf, ngx_http_countersign_health_t *answer)
{
    size_t i;
    char labels[256];
    cs_status_t status = CS_OK;
    cs_database_counts_t database;
    const ngx_http_countersign_worker_t *worker = conf->worker;
    const ngx_http_countersign_counters_t *counters = ngx_http_countersign_counters_get(conf);

    cs_database_count(worker->client.database, &database);

    const struct {
        const char *name, *kind, *help;
        uint64_t value;
    } metrics[] = {
        {"countersign_password_hashes_total", "counter", "Runs of the password hash.", counters->password_hashes},
        {"countersign_requests_total", "counter", "Requests to guarded locations.", counters->requests},
        {"countersign_refusals_total", "counter", "Requests refused, or not served.", counters->refusals},
        {"countersign_failures_total", "counter", "Requests that failed by our fault.", counters->failures},
        {"countersign_releases_total", "counter", "Contents handed out for sending.", counters->releases},
        {"countersign_release_checks_total", "counter", "Looks at releases under way.", counters->checks},
        {"countersign_releases_cut_total", "counter", "Releases cut under way.", counters->cuts},
        {"countersign_database_ready", "gauge", "Connections that take operations.", database.ready},
        {"countersign_database_waiting", "gauge", "Operations waiting for a connection.", database.waiting},
        {"countersign_database_in_flight", "gauge", "Operations under way.", database.in_flight},
        {"countersign_password_queue", "gauge", "Passwords being hashed or waiting for it.", worker->hashing},
        {"countersign_seal_age_milliseconds", "gauge", "Age of the oldest unsealed entry.",
         (uint64_t)worker->probe.seal_age_ms},
        {"countersign_tick_age_milliseconds", "gauge", "How long no node has done the clock's work.",
         (uint64_t)worker->probe.tick_age_ms},
    };

    ngx_memzero(labels, sizeof(labels));
    (void)ngx_snprintf((u_char *)labels, sizeof(labels) - 1, "{node=\"%V\"}", &conf->node);

    for (i = 0; i < sizeof(metrics) / sizeof(metrics[0]) && status == CS_OK; i++) {
        status = ngx_http_countersign_health_metric(&answer->body, metrics[i].name, metrics[i].kind, metrics[i].help,
                                                    labels, metrics[i].value);
    }

    return status;
}

static const struct {
    ngx_str_t path;
    const char *type;
    ngx_http_countersign_health_pt answer;
} ngx_http_countersign_health_routes[] = {
    {ngx_string("/healthz"), "application/json", ngx_http_countersign_health_live},
    {ngx_string("/readyz"), "application/json", ngx_http_countersign_health_ready},
    {ngx_string("/metrics"), "text/plain; version=0.0.4; charset=utf-8", ngx_http_countersign_health_metrics},
};

static ngx_int_t
ngx_http_countersign_health_send(ngx_http_request_t *r, ngx_http_countersign_health_t *answer)
{
    ngx_buf_t *b;
    ngx_int_t rc;
    ngx_chain_t out;
    ngx_table_elt_t *header;

    header = ngx_list_push(&r->headers_out.headers);
    b = ngx_calloc_buf(r->pool);

    if (header == NULL || b == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    header->hash = 1;
    ngx_str_set(&header->key, "Cache-Control");
    ngx_str_set(&header->value, "no-store");

    r->headers_out.status = answer->status;
    r->headers_out.content_length_n = (off_t)answer->body.size;
    r->headers_out.content_type.data = (u_char *)answer->type;
    r->headers_out.content_type.len = ngx_strlen(answer->type);
    r->headers_out.content_type_len = r->headers_out.content_type.len;

    r->disable_not_modified = 1; /* the state of now, whatever the client saw before */

    rc = ngx_http_send_header(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }

    b->pos = answer->body.data;
    b->last = b->pos + answer->body.size;
    b->memory = 1;
    b->last_buf = 1;

    out.buf = b;
    out.next = NULL;

    return ngx_http_output_filter(r, &out);
}

ngx_int_t
ngx_http_countersign_health_handler(ngx_http_request_t *r)
{
    size_t i;
    ngx_int_t rc;
    cs_pool_t pool;
    ngx_http_countersign_health_t answer;
    ngx_http_countersign_main_conf_t *conf = ngx_http_countersign_conf_get(r);

    if ((r->method & (NGX_HTTP_GET | NGX_HTTP_HEAD)) == 0) {
        return NGX_HTTP_NOT_ALLOWED;
    }

    rc = ngx_http_discard_request_body(r);
    if (rc != NGX_OK) {
        return rc;
    }

    ngx_http_countersign_pool_init(&pool, r->pool);

    for (i = 0; i < sizeof(ngx_http_countersign_health_routes) / sizeof(ngx_http_countersign_health_routes[0]); i++) {
        if (r->uri.len != ngx_http_countersign_health_routes[i].path.len ||
            ngx_strncmp(r->uri.data, ngx_http_countersign_health_routes[i].path.data, r->uri.len) != 0) {
            continue;
        }

        answer.status = NGX_HTTP_OK;
        answer.type = ngx_http_countersign_health_routes[i].type;
        cs_buffer_init(&answer.body, &pool, NGX_HTTP_COUNTERSIGN_MAX_METRICS);

        if (conf->worker == NULL || ngx_http_countersign_health_routes[i].answer(conf, &answer) != CS_OK) {
            return NGX_HTTP_SERVICE_UNAVAILABLE;
        }

        return ngx_http_countersign_health_send(r, &answer);
    }

    return NGX_HTTP_NOT_FOUND;
}
