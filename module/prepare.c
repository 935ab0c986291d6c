/* SPDX-License-Identifier: Apache-2.0 */
/* The third step: everything the client sent is checked before anybody looks at what it means. */
#include "request.h"
#include "route.h"

#include "codec/form.h"

#define NGX_HTTP_COUNTERSIGN_MAX_KEY 128

static bool
ngx_http_countersign_prepare_is(ngx_http_request_t *r, const char *media_type)
{
    ngx_str_t type;
    size_t len = ngx_strlen(media_type);

    if (r->headers_in.content_type == NULL) {
        return false;
    }

    type = r->headers_in.content_type->value;

    return type.len >= len && ngx_strncasecmp(type.data, (u_char *)media_type, len) == 0 &&
           (type.len == len || type.data[len] == ';' || type.data[len] == ' ');
}

static cs_status_t
ngx_http_countersign_prepare_form(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    json_t *form;
    cs_status_t status;

    if (!ngx_http_countersign_prepare_is(ctx->request, "application/x-www-form-urlencoded")) {
        return cs_error_set(error, CS_UNSUPPORTED_MEDIA_TYPE, "", "send application/x-www-form-urlencoded");
    }

    status = cs_form_parse(&ctx->pool, ctx->body, &form, error);

    return status == CS_OK && json_object_update(ctx->input, form) != 0 ? CS_NO_MEMORY : status;
}

static cs_status_t
ngx_http_countersign_prepare_body(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    json_t *body;
    cs_status_t status;

    status = ngx_http_countersign_body_take(ctx);
    if (status != CS_OK) {
        return status;
    }

    if (ctx->route->form) {
        return ngx_http_countersign_prepare_form(ctx, error);
    }

    if (ctx->route->body == NULL) {
        return ctx->body.size == 0 ? CS_OK : cs_error_set(error, CS_MALFORMED, "", "this call takes no body");
    }

    if (ctx->body.size == 0 && ctx->route->body_optional) {
        return CS_OK;
    }

    if (!ngx_http_countersign_prepare_is(ctx->request, "application/json")) {
        return cs_error_set(error, CS_UNSUPPORTED_MEDIA_TYPE, "", "send application/json");
    }

    if (ctx->body.size == 0) {
        return cs_error_set(error, CS_MALFORMED, "", "the body is empty");
    }

    status = cs_json_parse(&ctx->pool, ctx->body, &body, error);

    if (status == CS_OK) {
        status = cs_shape_check(body, ctx->route->body, error);
    }

    if (status == CS_OK && json_object_update(ctx->input, body) != 0) {
        status = CS_NO_MEMORY;
    }

    return status;
}

/* Idempotency-Key: visible ASCII, so that it can stand in a log or a support ticket as it is. */
static cs_status_t
ngx_http_countersign_prepare_key(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    size_t i;
    ngx_str_t key;
    ngx_uint_t count;

    if (!ctx->route->idempotent) {
        return CS_OK;
    }

    key = ngx_http_countersign_header_get(ctx->request, "Idempotency-Key", &count);
    if (count == 0) {
        return CS_OK;
    }

    if (count > 1 || key.len == 0 || key.len > NGX_HTTP_COUNTERSIGN_MAX_KEY) {
        return cs_error_set(error, CS_MALFORMED, "", "the idempotency key is malformed");
    }

    for (i = 0; i < key.len; i++) {
        if (key.data[i] <= ' ' || key.data[i] > '~') {
            return cs_error_set(error, CS_MALFORMED, "", "the idempotency key is malformed");
        }
    }

    ctx->key = cs_pool_text(&ctx->pool, key.data, key.len);

    return ctx->key == NULL ? CS_NO_MEMORY : CS_OK;
}

cs_status_t
ngx_http_countersign_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;

    if (!ngx_http_countersign_request_advance(ctx, NGX_HTTP_COUNTERSIGN_PREPARE)) {
        return CS_INTERNAL;
    }

    status = ngx_http_countersign_prepare_body(ctx, error);

    if (status == CS_OK) {
        status = ngx_http_countersign_query(ctx, error);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_prepare_key(ctx, error);
    }

    if (status == CS_OK && ctx->route->prepare != NULL) {
        status = ctx->route->prepare(ctx, error);
    }

    return status;
}
