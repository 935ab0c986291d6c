/* SPDX-License-Identifier: Apache-2.0 */
/* The query string: a strict known set, each once, of the shape that the route states. */
#include "route.h"

/* Percent-decoded, "+" is a plus sign (RFC 3986, no form encoding); CS_MALFORMED for a broken escape. */
static cs_status_t
ngx_http_countersign_query_decode(ngx_http_countersign_ctx_t *ctx, cs_bytes_t in, char **out)
{
    size_t i, size = 0;
    ngx_int_t octet;

    *out = cs_pool_text(&ctx->pool, in.data, in.size);
    if (*out == NULL) {
        return CS_NO_MEMORY;
    }

    for (i = 0; i < in.size; i++) {
        if (in.data[i] != '%') {
            (*out)[size++] = (char)in.data[i];
            continue;
        }

        octet = in.size - i < 3 ? NGX_ERROR : ngx_hextoi((u_char *)in.data + i + 1, 2);
        if (octet == NGX_ERROR || octet == 0) {
            return CS_MALFORMED; /* behind a zero nobody would look */
        }

        (*out)[size++] = (char)octet;
        i += 2;
    }

    (*out)[size] = '\0';

    return cs_bytes_is_utf8(cs_bytes(*out, size)) ? CS_OK : CS_MALFORMED;
}

/* A number only where the shape wants one, so that "007" stays what it is elsewhere. */
static json_t *
ngx_http_countersign_query_value(const cs_shape_t *shape, const char *name, const char *value)
{
    ngx_int_t number;

    for (; shape->name != NULL; shape++) {
        if (shape->kind == CS_SHAPE_INTEGER && ngx_strcmp(shape->name, name) == 0) {
            number = ngx_atoi((u_char *)value, ngx_strlen(value));
            return number > 0 ? json_integer(number) : json_string(value);
        }
    }

    return json_string(value);
}

static cs_status_t
ngx_http_countersign_query_add(ngx_http_countersign_ctx_t *ctx, json_t *query, cs_bytes_t pair, cs_error_t *error)
{
    char *name, *value;
    cs_status_t status;
    const u_char *equals;
    cs_bytes_t left, right;

    equals = ngx_strlchr((u_char *)pair.data, (u_char *)pair.data + pair.size, '=');
    if (equals == NULL) {
        return cs_error_set(error, CS_MALFORMED, "", "a query parameter has no value");
    }

    left = cs_bytes(pair.data, (size_t)(equals - pair.data));
    right = cs_bytes(equals + 1, pair.size - left.size - 1);

    status = ngx_http_countersign_query_decode(ctx, left, &name);
    if (status == CS_OK) {
        status = ngx_http_countersign_query_decode(ctx, right, &value);
    }

    if (status != CS_OK) {
        return cs_error_set(error, status, "", "the query string is malformed");
    }

    if (json_object_get(query, name) != NULL) {
        return cs_error_set(error, CS_MALFORMED, "", "a query parameter stands twice");
    }

    if (json_object_set_new(query, name, ngx_http_countersign_query_value(ctx->route->query, name, value)) != 0) {
        return CS_NO_MEMORY;
    }

    return CS_OK;
}

static cs_status_t
ngx_http_countersign_query_parse(ngx_http_countersign_ctx_t *ctx, json_t *query, cs_error_t *error)
{
    cs_status_t status;
    const u_char *at = ctx->request->args.data;
    const u_char *end = at + ctx->request->args.len;
    const u_char *next;

    while (at < end) {
        next = ngx_strlchr((u_char *)at, (u_char *)end, '&');
        if (next == NULL) {
            next = end;
        }

        status = ngx_http_countersign_query_add(ctx, query, cs_bytes(at, (size_t)(next - at)), error);
        if (status != CS_OK) {
            return status;
        }

        at = next + 1;
    }

    return CS_OK;
}

cs_status_t
ngx_http_countersign_query(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    json_t *query;
    cs_status_t status;

    if (ctx->route->query == NULL) {
        return ctx->request->args.len == 0
                   ? CS_OK
                   : cs_error_set(error, CS_UNKNOWN_MEMBER, "", "this call takes no query parameters");
    }

    query = json_object();
    if (query == NULL) {
        return CS_NO_MEMORY;
    }

    status = ngx_http_countersign_query_parse(ctx, query, error);

    if (status == CS_OK) {
        status = cs_shape_check(query, ctx->route->query, error);
    }

    if (status == CS_OK && json_object_update(ctx->input, query) != 0) {
        status = CS_NO_MEMORY;
    }

    json_decref(query);

    return status;
}
