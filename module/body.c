/* SPDX-License-Identifier: Apache-2.0 */
/* The one place that reads bodies: nginx may hold one in memory, in a temporary file, or in both. */
#include "request.h"
#include "route.h"

#include "crypto/digest.h"

ngx_int_t
ngx_http_countersign_body_read(ngx_http_countersign_ctx_t *ctx, ngx_http_client_body_handler_pt ready)
{
    ngx_int_t rc;

    rc = ngx_http_read_client_request_body(ctx->request, ready);

    return rc >= NGX_HTTP_SPECIAL_RESPONSE ? rc : NGX_DONE;
}

static cs_status_t
ngx_http_countersign_body_copy(ngx_buf_t *buf, u_char *at, size_t size)
{
    ssize_t n;

    if (size == 0) {
        return CS_OK; /* nginx ends some bodies with a buffer that is neither in memory nor in a file */
    }

    if (ngx_buf_in_memory(buf)) {
        ngx_memcpy(at, buf->pos, size);
        cs_wipe(buf->pos, size); /* it may hold a password: one copy is to be kept track of */
        return CS_OK;
    }

    n = ngx_read_file(buf->file, at, size, buf->file_pos);

    return n == (ssize_t)size ? CS_OK : CS_INTERNAL;
}

static cs_status_t
ngx_http_countersign_body_join(ngx_http_countersign_ctx_t *ctx, size_t size)
{
    size_t part;
    u_char *data, *at;
    cs_status_t status;
    ngx_chain_t *link;

    data = ngx_palloc(ctx->request->pool, size + 1);
    if (data == NULL) {
        return CS_NO_MEMORY;
    }

    at = data;

    for (link = ctx->request->request_body->bufs; link != NULL; link = link->next) {
        part = (size_t)ngx_buf_size(link->buf);

        status = ngx_http_countersign_body_copy(link->buf, at, part);
        if (status != CS_OK) {
            return status;
        }

        at += part;
    }

    ctx->body = cs_bytes(data, size);

    return CS_OK;
}

static cs_status_t
ngx_http_countersign_body_digest(ngx_http_countersign_ctx_t *ctx)
{
    char *text;
    uint8_t digest[CS_DIGEST_SIZE];

    text = ngx_palloc(ctx->request->pool, CS_DIGEST_TEXT);

    if (text == NULL || cs_digest(&ctx->body, 1, digest) != CS_OK) {
        return CS_NO_MEMORY;
    }

    cs_digest_text(digest, text);
    ctx->digest = text;

    return CS_OK;
}

cs_status_t
ngx_http_countersign_body_take(ngx_http_countersign_ctx_t *ctx)
{
    size_t size = 0, maximum;
    cs_status_t status;
    ngx_chain_t *link;

    if (ctx->request->request_body == NULL) {
        return CS_OK;
    }

    for (link = ctx->request->request_body->bufs; link != NULL; link = link->next) {
        size += (size_t)ngx_buf_size(link->buf);
    }

    maximum = ctx->route->body_size != 0 ? ctx->route->body_size : NGX_HTTP_COUNTERSIGN_MAX_BODY;
    if (size > maximum) {
        return CS_TOO_LARGE; /* a chunked body says its size only at the end */
    }

    if (size == 0) {
        return CS_OK;
    }

    status = ngx_http_countersign_body_join(ctx, size);

    return status == CS_OK && !ctx->route->secret_body ? ngx_http_countersign_body_digest(ctx) : status;
}
