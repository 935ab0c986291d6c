/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the module share: the configuration, what a worker holds
 * (worker.h), and one request on its way.  The module lends
 * nginx's events, threads and memory to src/ and takes no decision of its own.
 */
#ifndef NGX_HTTP_COUNTERSIGN_H
#define NGX_HTTP_COUNTERSIGN_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>
#include <ngx_thread_pool.h>

#include "base/clock.h"
#include "base/error.h"
#include "codec/json.h"
#include "crypto/certificate.h"
#include "crypto/keyring.h"
#include "db/database.h"
#include "identity/attestation.h"
#include "identity/dpop.h"
#include "identity/token.h"
#include "sizes.h"

#define NGX_HTTP_COUNTERSIGN_MAX_NODE   64 /* the bound of audit.entry.node */
#define NGX_HTTP_COUNTERSIGN_TRACE_TEXT 33 /* 32 hexadecimal digits and the NUL */

typedef struct ngx_http_countersign_ctx_s ngx_http_countersign_ctx_t;
typedef struct ngx_http_countersign_route_s ngx_http_countersign_route_t;
typedef struct ngx_http_countersign_worker_s ngx_http_countersign_worker_t;
typedef struct ngx_http_countersign_policy_s ngx_http_countersign_policy_t;
typedef struct ngx_http_countersign_call_s ngx_http_countersign_call_t;

/* The client's, as TLS verified it; lies in the connection's pool. */
typedef struct {
    cs_bytes_t der;
    cs_certificate_t read;
} ngx_http_countersign_certificate_t;

/* Goes on from a former stage, under what is so now. */
typedef void (*ngx_http_countersign_again_pt)(ngx_http_countersign_ctx_t *ctx);

/* An operation in the database ended: as cs_done_pt, for a request. */
typedef void (*ngx_http_countersign_done_pt)(ngx_http_countersign_ctx_t *ctx, cs_status_t status, cs_result_t *result);

/* Counters over all workers, in a shared zone: each is changed by one atomic addition. */
typedef struct {
    ngx_atomic_t password_hashes;
    ngx_atomic_t requests;
    ngx_atomic_t refusals;
    ngx_atomic_t failures;
    ngx_atomic_t releases;
    ngx_atomic_t checks;
    ngx_atomic_t cuts;
} ngx_http_countersign_counters_t;

typedef struct {
    ngx_str_t database;
    ngx_str_t keys;
    ngx_str_t node;
    ngx_str_t origin;     /* the first of them */
    ngx_array_t *origins; /* of C texts, the last one NULL: where browsers see this platform */
    ngx_str_t roots_file; /* of the makers whose attestations are accepted; empty: none */
    const cs_identity_roots_t *attestation_roots;
    ngx_str_t rp_id; /* a C text too: the WebAuthn name, the host of the first origin where it is not set */
    ngx_str_t threads;
    ngx_uint_t pool_size;
    ngx_uint_t queue_size;
    ngx_uint_t password_queue;
    ngx_msec_t connect_timeout;
    ngx_msec_t query_timeout;
    ngx_msec_t request_timeout;

    ngx_thread_pool_t *thread_pool;
    ngx_shm_zone_t *zone;
    cs_pool_t pool; /* the configuration's */
    const cs_keyring_t *keyring;
    const cs_identity_tokens_t *tokens;
    ngx_http_countersign_worker_t *worker;
} ngx_http_countersign_main_conf_t;

typedef struct {
    ngx_flag_t enable;
    ngx_flag_t ops;
} ngx_http_countersign_loc_conf_t;

/* The way of a request.  It moves forward and never back. */
typedef enum {
    NGX_HTTP_COUNTERSIGN_ROUTE,        /* which route is it */
    NGX_HTTP_COUNTERSIGN_AUTHENTICATE, /* who, on which device */
    NGX_HTTP_COUNTERSIGN_PREPARE,      /* waits for the body, facts or a hash */
    NGX_HTTP_COUNTERSIGN_RECORD,       /* waits for the database: entry and effect */
    NGX_HTTP_COUNTERSIGN_RECORDED,     /* the entry is durable */
    NGX_HTTP_COUNTERSIGN_RELEASE,      /* the answer is on its way */
} ngx_http_countersign_stage_e;

struct ngx_http_countersign_ctx_s {
    ngx_http_request_t *request;
    ngx_http_countersign_main_conf_t *conf;
    const ngx_http_countersign_route_t *route;
    ngx_http_countersign_stage_e stage;
    cs_pool_t pool; /* the request's */

    const char *object; /* the id in the path, or NULL */
    json_t *input;      /* i_request: body, path and query, and what hooks add */

    const ngx_http_countersign_certificate_t *certificate; /* of this connection, verified; or NULL */
    cs_transport_t transport;                              /* what was proven */
    const char *thumbprint;                                /* and of which key: x5t#S256 or jkt */
    const cs_key_t *transport_key;                         /* the certificate's, or the one that made the DPoP proof */
    const char *proof;                                     /* names it until a call has spent it; or NULL */
    const char *nonce;                                     /* for the next one, of whoever sent one; or NULL */
    const char *session;                                   /* public id, from the token */
    const char *account;
    const char *handle;         /* hexadecimal */
    cs_identity_token_t *token; /* of the session that begins here, or NULL (token.c) */

    cs_bytes_t body;
    const char *digest; /* of the body or of the bytes sent; base64url, or NULL */
    const char *key;    /* Idempotency-Key, or NULL */
    const char *operation;
    const char *purpose;
    ngx_uint_t success; /* the answer's status where a hook chose one; 0: the route's */
    char trace_id[NGX_HTTP_COUNTERSIGN_TRACE_TEXT];
    char entry_id[CS_UUID_TEXT];

    ngx_http_countersign_policy_t *policy; /* held until the request ends */
    cs_operation_t *in_flight;             /* in the database, or NULL */
    ngx_http_countersign_done_pt done;     /* what it wakes */
    ngx_http_countersign_call_t *call;     /* the newest one with an entry */
    int64_t deadline_ms;                   /* monotonic, of the whole request */
    ngx_event_t deadline;
    struct ngx_http_countersign_password_s **password; /* being hashed for this request; NULL inside when done */
    void *work;                                        /* of the route's own file */
    ngx_http_countersign_again_pt again;               /* once, where policy or facts moved; or NULL */
    struct ngx_http_countersign_stream_s *stream;      /* the body that leaves piece by piece, or NULL */

    cs_status_t routed; /* what finding the route said */

    ngx_queue_t waiting; /* in the worker's queue while it starts; next is NULL elsewhere */
    bool finished;
};

extern ngx_module_t ngx_http_countersign_module;

/* conf.c: opens what the directives name, as NGX_CONF_OK, or tells the log what cannot be used. */
char *ngx_http_countersign_conf_open(ngx_conf_t *cf, ngx_http_countersign_main_conf_t *mcf);

/* A cs_pool_t whose memory and cleanups are those of an nginx pool. */
void ngx_http_countersign_pool_init(cs_pool_t *pool, ngx_pool_t *owner);

static inline ngx_http_countersign_main_conf_t *
ngx_http_countersign_conf_get(ngx_http_request_t *r)
{
    return ngx_http_get_module_main_conf(r, ngx_http_countersign_module);
}

static inline ngx_http_countersign_counters_t *
ngx_http_countersign_counters_get(ngx_http_countersign_main_conf_t *conf)
{
    return conf->zone->data;
}

#endif
