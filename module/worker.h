/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one worker holds: its database clients, the policies in force, and what
 * the newest probe found.  worker.c owns it; `policy` is changed by policy.c,
 * `hashing` by password.c and `waiting` by request.c alone.
 */
#ifndef NGX_HTTP_COUNTERSIGN_WORKER_H
#define NGX_HTTP_COUNTERSIGN_WORKER_H

#include "countersign.h"

#include "policy/policy.h"

typedef struct ngx_http_countersign_client_s ngx_http_countersign_client_t;

typedef struct {
    ngx_http_countersign_client_t *client;
    unsigned slot;
    ngx_connection_t *connection; /* NULL: no descriptor is watched */
} ngx_http_countersign_slot_t;

struct ngx_http_countersign_client_s {
    ngx_log_t *log;
    cs_database_t *database;
    ngx_http_countersign_slot_t slots[CS_MAX_CONNECTIONS];
    ngx_event_t timer;
    ngx_event_t post;
};

typedef struct {
    bool reachable;
    bool writable;
    int64_t policy; /* the newest in the database */
    int64_t seal_age_ms;
    int64_t tick_age_ms;   /* how long no node has done the clock's work */
    int64_t clock_skew_ms; /* node − database, the least that the probe's way there and back allows */
} ngx_http_countersign_probe_t;

struct ngx_http_countersign_worker_s {
    ngx_http_countersign_main_conf_t *conf;
    ngx_http_countersign_client_t client;
    ngx_http_countersign_client_t listener; /* one connection, over which new policies are announced */
    ngx_event_t tick;                       /* the next probe */
    ngx_event_t clock;                      /* the next look at what is due */
    int64_t asked_us;                       /* when the newest probe left, by this node's clock */
    bool heard;                             /* something was announced while a probe was under way */
    ngx_log_t *log;

    bool started;        /* a first probe has said how things stand */
    ngx_queue_t waiting; /* requests that came before it did */
    ngx_http_countersign_probe_t probe;
    ngx_http_countersign_policy_t *policy; /* NULL until the first set is read */
    ngx_uint_t hashing;                    /* passwords that wait for a thread or have one */
};

ngx_int_t ngx_http_countersign_worker_init(ngx_cycle_t *cycle);
void ngx_http_countersign_worker_exit(ngx_cycle_t *cycle);

/* May a request be served now?  CS_UNAVAILABLE, CS_CLOCK or CS_LOG_UNAVAILABLE when not. */
cs_status_t ngx_http_countersign_worker_check(const ngx_http_countersign_worker_t *worker);

/* --- db.c */

/* What the directives say, as a client wants it. */
void ngx_http_countersign_db_options(const ngx_http_countersign_main_conf_t *conf, cs_database_options_t *options);

/* A client on nginx's events; its place in memory must not change. */
ngx_int_t ngx_http_countersign_db_init(ngx_http_countersign_client_t *client, const cs_database_options_t *options,
                                       ngx_log_t *log);

/* --- clock.c */

void ngx_http_countersign_clock_init(ngx_http_countersign_worker_t *worker);

/* --- policy.c */

struct ngx_http_countersign_policy_s {
    ngx_pool_t *memory;
    cs_pool_t pool;
    ngx_uint_t holders;
    const cs_policy_t *snapshot;
};

/* The set that the worker has becomes ctx->policy until the request's end.  CS_UNAVAILABLE before the first. */
cs_status_t ngx_http_countersign_policy_hold(ngx_http_countersign_ctx_t *ctx);

/* Reads the text of gateway.read_policies() and puts it in the place of the former set. */
cs_status_t ngx_http_countersign_policy_load(ngx_http_countersign_worker_t *worker, cs_bytes_t text);

void ngx_http_countersign_policy_forget(ngx_http_countersign_worker_t *worker);

#endif
