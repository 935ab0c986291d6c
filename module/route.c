/* SPDX-License-Identifier: Apache-2.0 */
/* The first step: which row of the table serves this request. */
#include "route.h"

static const struct {
    ngx_uint_t method;
    const char *name;
} ngx_http_countersign_methods[] = {
    {NGX_HTTP_GET, "GET"},
    {NGX_HTTP_POST, "POST"},
    {NGX_HTTP_PUT, "PUT"},
    {NGX_HTTP_DELETE, "DELETE"},
};

/* Compares segment by segment; a placeholder takes one whole segment and returns it with its name. */
static bool
ngx_http_countersign_route_match(const char *path, ngx_str_t uri, cs_bytes_t *noun, cs_bytes_t *value)
{
    const char *p = path;
    const u_char *u = uri.data;
    const u_char *end = uri.data + uri.len;

    while (*p != '\0') {
        if (*p == '{') {
            *noun = cs_bytes(p + 1, (size_t)(strchr(p, '}') - p - 1));
            p += noun->size + 2;
            value->data = u;
            while (u < end && *u != '/') {
                u++;
            }
            value->size = (size_t)(u - value->data);
            continue;
        }

        if (u == end || *u != (u_char)*p) {
            return false;
        }

        p++;
        u++;
    }

    return u == end;
}

static cs_status_t
ngx_http_countersign_route_take(ngx_http_countersign_ctx_t *ctx, cs_bytes_t noun, cs_bytes_t value)
{
    char *name;

    if (noun.size == 0) {
        return CS_OK;
    }

    /* What is no id names nothing: the same answer as for an id that names nothing. */
    if (!cs_uuid_check(value)) {
        return CS_NOT_FOUND;
    }

    name = cs_pool_text(&ctx->pool, noun.data, noun.size);
    ctx->object = cs_pool_text(&ctx->pool, value.data, value.size);

    if (name == NULL || ctx->object == NULL || json_object_set_new(ctx->input, name, json_string(ctx->object)) != 0) {
        return CS_NO_MEMORY;
    }

    return CS_OK;
}

cs_status_t
ngx_http_countersign_route(ngx_http_countersign_ctx_t *ctx)
{
    size_t i;
    bool known = false;
    cs_bytes_t noun, value;
    const ngx_http_countersign_route_t *route;

    for (i = 0; i < ngx_http_countersign_route_count; i++) {
        route = &ngx_http_countersign_routes[i];
        noun = CS_BYTES_NONE;
        value = CS_BYTES_NONE;

        if (!ngx_http_countersign_route_match(route->path, ctx->request->uri, &noun, &value)) {
            continue;
        }

        known = true;

        if (route->method == ctx->request->method &&
            (!route->strangers || ctx->request->headers_in.authorization == NULL)) {
            ctx->route = route;
            ctx->operation = route->operation;
            return ngx_http_countersign_route_take(ctx, noun, value);
        }
    }

    return known ? CS_METHOD_NOT_ALLOWED : CS_NOT_FOUND;
}

const char *
ngx_http_countersign_route_allow(ngx_http_countersign_ctx_t *ctx)
{
    size_t i, m;
    cs_buffer_t allow;
    cs_bytes_t noun, value;
    const ngx_http_countersign_route_t *route;

    cs_buffer_init(&allow, &ctx->pool, 64);

    for (i = 0; i < ngx_http_countersign_route_count; i++) {
        route = &ngx_http_countersign_routes[i];

        if (route->strangers || !ngx_http_countersign_route_match(route->path, ctx->request->uri, &noun, &value)) {
            continue;
        }

        for (m = 0; m < sizeof(ngx_http_countersign_methods) / sizeof(ngx_http_countersign_methods[0]); m++) {
            if (ngx_http_countersign_methods[m].method == route->method &&
                cs_buffer_append_format(&allow, "%s%s", allow.size == 0 ? "" : ", ",
                                        ngx_http_countersign_methods[m].name) != CS_OK) {
                return NULL;
            }
        }
    }

    return cs_buffer_text(&allow);
}
