/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last step: an answer leaves.  Whatever is not "we cannot serve you"
 * leaves only after its log entry is durable (GS-2.2.2): the stage says so.
 */
#include "request.h"
#include "route.h"

static const struct {
    const char *name;
    const char *value;
} ngx_http_countersign_release_headers[] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Strict-Transport-Security", "max-age=31536000"},
};

cs_status_t
ngx_http_countersign_header_add(ngx_http_countersign_ctx_t *ctx, const char *name, const char *value)
{
    ngx_table_elt_t *header;

    if (value == NULL) {
        return CS_NO_MEMORY;
    }

    header = ngx_list_push(&ctx->request->headers_out.headers);
    if (header == NULL) {
        return CS_NO_MEMORY;
    }

    header->hash = 1;
    header->key.data = (u_char *)name;
    header->key.len = ngx_strlen(name);
    header->value.data = (u_char *)value;
    header->value.len = ngx_strlen(value);

    return CS_OK;
}

static cs_status_t
ngx_http_countersign_release_head(ngx_http_countersign_ctx_t *ctx, ngx_uint_t status, const char *type, off_t size)
{
    size_t i;
    cs_status_t added;
    ngx_http_request_t *r = ctx->request;

    for (i = 0; i < sizeof(ngx_http_countersign_release_headers) / sizeof(ngx_http_countersign_release_headers[0]);
         i++) {
        added = ngx_http_countersign_header_add(ctx, ngx_http_countersign_release_headers[i].name,
                                                ngx_http_countersign_release_headers[i].value);
        if (added != CS_OK) {
            return added;
        }
    }

    r->err_status = 0; /* else nginx's own would win over ours */
    r->headers_out.status = status;
    r->headers_out.content_length_n = size;

    if (size > 0) {
        r->headers_out.content_type.data = (u_char *)type;
        r->headers_out.content_type.len = ngx_strlen(type);
        r->headers_out.content_type_len = r->headers_out.content_type.len;
    }

    if (ctx->nonce != NULL && ngx_http_countersign_header_add(ctx, "DPoP-Nonce", ctx->nonce) != CS_OK) {
        return CS_NO_MEMORY;
    }

    return ngx_http_countersign_header_add(ctx, "Trace-Id", ctx->trace_id);
}

/* The bytes of the entry are the bytes sent: no 304 or 412 instead of them, no part of them, no other coding. */
static void
ngx_http_countersign_release_fix(ngx_http_request_t *r)
{
    r->disable_not_modified = 1;
    r->allow_ranges = 0;
#if (NGX_HTTP_GZIP)
    r->gzip_tested = 1;
    r->gzip_ok = 0;
#endif
}

/* An entry is owed for every answer but for what is public, and for "we cannot serve you". */
static bool
ngx_http_countersign_release_is_due(ngx_http_countersign_ctx_t *ctx, ngx_uint_t status)
{
    if (status >= NGX_HTTP_INTERNAL_SERVER_ERROR || (ctx->route->public && status == ctx->route->success)) {
        return true;
    }

    return ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_RELEASE);
}

static ngx_int_t
ngx_http_countersign_release_body(ngx_http_request_t *r, cs_bytes_t body)
{
    ngx_buf_t *b;
    ngx_chain_t out;

    b = ngx_calloc_buf(r->pool);
    if (b == NULL) {
        return NGX_ERROR;
    }

    b->pos = (u_char *)body.data;
    b->last = b->pos + body.size;
    b->memory = 1;
    b->last_buf = 1;
    b->last_in_chain = 1;

    out.buf = b;
    out.next = NULL;

    return ngx_http_output_filter(r, &out);
}

/* True when the header is on its way and a body is to follow; else the request has ended. */
static bool
ngx_http_countersign_release_begin(ngx_http_countersign_ctx_t *ctx, ngx_uint_t status, const char *type, size_t size)
{
    ngx_int_t rc;
    ngx_http_request_t *r = ctx->request;

    if (!ngx_http_countersign_release_is_due(ctx, status)) {
        ngx_http_countersign_problem(ctx, CS_INTERNAL, NULL);
        return false;
    }

    if (ngx_http_countersign_release_head(ctx, status, type, (off_t)size) != CS_OK) {
        ngx_http_countersign_request_finish(ctx, NGX_ERROR);
        return false;
    }

    if (size == 0) {
        r->header_only = 1;
    }

    ngx_http_countersign_release_fix(r);

    rc = ngx_http_send_header(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        ngx_http_countersign_request_finish(ctx, rc);
        return false;
    }

    return true;
}

void
ngx_http_countersign_release(ngx_http_countersign_ctx_t *ctx, ngx_uint_t status, const char *type, cs_bytes_t body)
{
    if (ngx_http_countersign_release_begin(ctx, status, type, body.size)) {
        ngx_http_countersign_request_finish(ctx, ngx_http_countersign_release_body(ctx->request, body));
    }
}

void
ngx_http_countersign_release_content(ngx_http_countersign_ctx_t *ctx, const char *type, cs_bytes_t body)
{
    if (body.size <= NGX_HTTP_COUNTERSIGN_STRIDE) {
        ngx_http_countersign_release(ctx, NGX_HTTP_OK, type, body);
        return;
    }

    if (ngx_http_countersign_release_begin(ctx, NGX_HTTP_OK, type, body.size)) {
        ngx_http_countersign_stream(ctx, body);
    }
}

void
ngx_http_countersign_release_json(ngx_http_countersign_ctx_t *ctx, ngx_uint_t status, const char *type,
                                  const json_t *body)
{
    size_t size;
    char *text;

    size = json_dumpb(body, NULL, 0, JSON_COMPACT);
    text = size == 0 ? NULL : ngx_pnalloc(ctx->request->pool, size);

    if (text == NULL || json_dumpb(body, text, size, JSON_COMPACT) != size) {
        ngx_http_countersign_request_finish(ctx, NGX_ERROR);
        return;
    }

    ngx_http_countersign_release(ctx, status, type, cs_bytes(text, size));
}
