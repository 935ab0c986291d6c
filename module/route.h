/* SPDX-License-Identifier: Apache-2.0 */
/* The table of routes: what each call needs, does and answers. */
#ifndef NGX_HTTP_COUNTERSIGN_ROUTE_H
#define NGX_HTTP_COUNTERSIGN_ROUTE_H

#include "countersign.h"

typedef enum {
    NGX_HTTP_COUNTERSIGN_NEEDS_NOTHING,
    NGX_HTTP_COUNTERSIGN_NEEDS_CERTIFICATE,
    NGX_HTTP_COUNTERSIGN_NEEDS_DEVICE, /* a transport key: a certificate, or a browser's */
    NGX_HTTP_COUNTERSIGN_NEEDS_TOKEN,  /* and the transport key that it is bound to */
} ngx_http_countersign_needs_e;

/* Adds to ctx->input what the database is to be told beyond what the client sent. */
typedef cs_status_t (*ngx_http_countersign_prepare_pt)(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/* Makes of the database's answer what the client gets. */
typedef cs_status_t (*ngx_http_countersign_finish_pt)(ngx_http_countersign_ctx_t *ctx, json_t *answer);

/* Carries the whole request where it takes more than one call. */
typedef void (*ngx_http_countersign_run_pt)(ngx_http_countersign_ctx_t *ctx);

struct ngx_http_countersign_route_s {
    ngx_uint_t method;
    const char *path; /* segments may be "{noun}", which become the input's members; the first is the object: a UUID */
    const char *action;
    const char *operation;
    const char *object_type;
    ngx_http_countersign_needs_e needs;
    ngx_uint_t success; /* HTTP status */
    bool idempotent;    /* takes Idempotency-Key */
    bool strangers;     /* whoever brings a token is meant by the next row of this path */
    bool public;        /* nobody's secret: its answer owes the log no entry */
    unsigned statement;
    const cs_shape_t *query; /* NULL: none is known */
    const cs_shape_t *body;  /* NULL: none is read */
    bool body_optional;      /* none at all is as good as an empty object */
    size_t body_size;        /* 0: NGX_HTTP_COUNTERSIGN_MAX_BODY */
    bool form;               /* the body is a form (RFC 6749) instead of JSON */
    bool secret_body;        /* bears a password: not even its digest goes into the log, where it could be guessed */
    ngx_http_countersign_prepare_pt prepare;
    ngx_http_countersign_finish_pt finish;
    ngx_http_countersign_run_pt run; /* NULL: one call of `statement` */
};

/*
 * Finds the row of this method and path and sets ctx->route, ctx->object and
 * ctx->input.  CS_NOT_FOUND, or CS_METHOD_NOT_ALLOWED.
 */
cs_status_t ngx_http_countersign_route(ngx_http_countersign_ctx_t *ctx);

/* The methods this path knows, as the Allow header has them; NULL when there is no memory. */
const char *ngx_http_countersign_route_allow(ngx_http_countersign_ctx_t *ctx);

/* Checks the query string against the route's shape and adds it to ctx->input. */
cs_status_t ngx_http_countersign_query(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

extern const ngx_http_countersign_route_t ngx_http_countersign_routes[];
extern const size_t ngx_http_countersign_route_count;

/* Stands where no row was found: what the log says of it. */
extern const ngx_http_countersign_route_t ngx_http_countersign_route_none;

#endif
