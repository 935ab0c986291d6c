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

#define NGX_HTTP_COUNTERSIGN_MAX_NOUNS 2  /* placeholders in a path */
#define NGX_HTTP_COUNTERSIGN_MAX_NAME  64 /* of a policy */

typedef struct {
    cs_bytes_t noun;
    cs_bytes_t value;
} ngx_http_countersign_taken_t;

/* Compares segment by segment; a placeholder takes one whole segment and returns it with its name. */
static bool
ngx_http_countersign_route_match(const char *path, ngx_str_t uri, ngx_http_countersign_taken_t *taken)
{
    const char *p = path;
    const u_char *u = uri.data;
    const u_char *end = uri.data + uri.len;

    ngx_memzero(taken, NGX_HTTP_COUNTERSIGN_MAX_NOUNS * sizeof(ngx_http_countersign_taken_t));

    while (*p != '\0') {
        if (*p == '{') {
            taken->noun = cs_bytes(p + 1, (size_t)(strchr(p, '}') - p - 1));
            p += taken->noun.size + 2;
            taken->value.data = u;
            while (u < end && *u != '/') {
                u++;
            }
            taken->value.size = (size_t)(u - taken->value.data);
            taken++;
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

/* A policy is called by its name and version; everything else by an id. */
static bool
ngx_http_countersign_route_check(const ngx_http_countersign_taken_t *taken)
{
    size_t i;
    ngx_int_t number;
    const cs_bytes_t value = taken->value;

    if (cs_bytes_equal(taken->noun, CS_LITERAL("version"))) {
        number = value.size > 0 && value.size < 10 && value.data[0] != '0' ? ngx_atoi((u_char *)value.data, value.size)
                                                                           : NGX_ERROR;
        return number != NGX_ERROR;
    }

    if (!cs_bytes_equal(taken->noun, CS_LITERAL("name"))) {
        return cs_uuid_check(value);
    }

    for (i = 0; i < value.size && value.data[i] >= 'a' && value.data[i] <= 'z'; i++) {
        continue;
    }

    return i == value.size && i > 0 && i <= NGX_HTTP_COUNTERSIGN_MAX_NAME;
}

static cs_status_t
ngx_http_countersign_route_take(ngx_http_countersign_ctx_t *ctx, const ngx_http_countersign_taken_t *taken)
{
    size_t i;
    char *name, *value;

    for (i = 0; i < NGX_HTTP_COUNTERSIGN_MAX_NOUNS && taken[i].noun.size != 0; i++) {
        /* What cannot be a name names nothing: the same answer as for a name of nothing. */
        if (!ngx_http_countersign_route_check(&taken[i])) {
            return CS_NOT_FOUND;
        }

        name = cs_pool_text(&ctx->pool, taken[i].noun.data, taken[i].noun.size);
        value = cs_pool_text(&ctx->pool, taken[i].value.data, taken[i].value.size);

        if (name == NULL || value == NULL || json_object_set_new(ctx->input, name, json_string(value)) != 0) {
            return CS_NO_MEMORY;
        }

        ctx->object = i == 0 ? value : ctx->object;
    }

    return CS_OK;
}

cs_status_t
ngx_http_countersign_route(ngx_http_countersign_ctx_t *ctx)
{
    size_t i;
    bool known = false;
    ngx_http_countersign_taken_t taken[NGX_HTTP_COUNTERSIGN_MAX_NOUNS];
    const ngx_http_countersign_route_t *route;

    for (i = 0; i < ngx_http_countersign_route_count; i++) {
        route = &ngx_http_countersign_routes[i];

        if (!ngx_http_countersign_route_match(route->path, ctx->request->uri, taken)) {
            continue;
        }

        known = true;

        if (route->method == ctx->request->method &&
            (!route->strangers || ctx->request->headers_in.authorization == NULL)) {
            ctx->route = route;
            ctx->operation = route->operation;
            return ngx_http_countersign_route_take(ctx, taken);
        }
    }

    return known ? CS_METHOD_NOT_ALLOWED : CS_NOT_FOUND;
}

const char *
ngx_http_countersign_route_allow(ngx_http_countersign_ctx_t *ctx)
{
    size_t i, m;
    cs_buffer_t allow;
    ngx_http_countersign_taken_t taken[NGX_HTTP_COUNTERSIGN_MAX_NOUNS];
    const ngx_http_countersign_route_t *route;

    cs_buffer_init(&allow, &ctx->pool, 64);

    for (i = 0; i < ngx_http_countersign_route_count; i++) {
        route = &ngx_http_countersign_routes[i];

        if (route->strangers || !ngx_http_countersign_route_match(route->path, ctx->request->uri, taken)) {
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
