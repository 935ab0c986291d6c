/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fixes a request entry (GS-2.2.2): who asked for what, from where, over
 * which bytes.  The database can fill in the rest, but can neither invent a
 * request nor move one to another object: the MAC key is not there.
 */
#include "entry.h"
#include "route.h"

/* the entry, the personal part (an agent of 256 bytes, escaped sixfold), digests */
#define NGX_HTTP_COUNTERSIGN_MAX_CALL 16384

/* The /24 or /48 that the address belongs to: what refusals of strangers can be counted by. */
static const char *
ngx_http_countersign_entry_network(ngx_http_countersign_ctx_t *ctx)
{
    size_t len;
    socklen_t size;
    u_char text[NGX_SOCKADDR_STRLEN];
    ngx_sockaddr_t prefix;
    ngx_connection_t *c = ctx->request->connection;

    ngx_memcpy(&prefix, c->sockaddr, c->socklen);
    size = c->socklen;

    switch (c->sockaddr->sa_family) {
    case AF_INET:
        prefix.sockaddr_in.sin_addr.s_addr &= htonl(0xffffff00);
        break;
    case AF_INET6:
        ngx_memzero(&prefix.sockaddr_in6.sin6_addr.s6_addr[6], 10);
        break;
    default:
        return NULL;
    }

    len = ngx_sock_ntop(&prefix.sockaddr, size, text, sizeof(text), 0);

    return cs_pool_text(&ctx->pool, text, len);
}

static const char *
ngx_http_countersign_entry_text(ngx_http_countersign_ctx_t *ctx, const ngx_str_t *text)
{
    return cs_pool_text(&ctx->pool, text->data, text->len);
}

static cs_status_t
ngx_http_countersign_entry_make(ngx_http_countersign_ctx_t *ctx, json_t **call)
{
    cs_bytes_t key;
    cs_status_t status;
    ngx_http_request_t *r = ctx->request;
    const cs_audit_entry_t entry = {
        .id = ctx->entry_id,
        .action = ctx->route->action,
        .session = ctx->session,
        .node = (const char *)ctx->conf->node.data,
        .operation = ctx->operation,
        .object_type = ctx->route->object_type,
        .object = ctx->object,
        .purpose = ctx->purpose,
        .digest = ctx->digest,
        .trace_id = ctx->trace_id,
    };
    const cs_audit_personal_t personal = {
        .address = ngx_http_countersign_entry_text(ctx, &r->connection->addr_text),
        .network = ngx_http_countersign_entry_network(ctx),
        .agent = r->headers_in.user_agent == NULL
                     ? NULL
                     : ngx_http_countersign_entry_text(ctx, &r->headers_in.user_agent->value),
    };

    status = cs_keyring_get_secret(ctx->conf->keyring, "mac", 0, &key, NULL);
    if (status != CS_OK) {
        return status;
    }

    return cs_audit_call_make(&ctx->pool, key, &entry, &personal, ctx->handle, ctx->key, ctx->proof, call);
}

static cs_status_t
ngx_http_countersign_entry_canonical(cs_pool_t *pool, const json_t *call, cs_bytes_t *out)
{
    cs_buffer_t text;
    cs_status_t status;

    cs_buffer_init(&text, pool, NGX_HTTP_COUNTERSIGN_MAX_CALL);

    status = cs_json_canonical(call, &text, NULL);

    *out = cs_buffer_bytes(&text);

    return status;
}

cs_status_t
ngx_http_countersign_entry_write(ngx_http_countersign_ctx_t *ctx, cs_bytes_t *out)
{
    json_t *call;
    cs_status_t status;

    status = ngx_http_countersign_entry_make(ctx, &call);

    return status == CS_OK ? ngx_http_countersign_entry_canonical(&ctx->pool, call, out) : status;
}

cs_status_t
ngx_http_countersign_entry_fix(ngx_http_countersign_ctx_t *ctx, cs_bytes_t *out)
{
    cs_status_t status;

    status = cs_uuid_new(ctx->entry_id);

    return status == CS_OK ? ngx_http_countersign_entry_write(ctx, out) : status;
}

cs_status_t
ngx_http_countersign_entry_of_node(const ngx_http_countersign_main_conf_t *conf, cs_pool_t *pool,
                                   cs_audit_entry_t entry, cs_bytes_t *out)
{
    json_t *call;
    cs_bytes_t key;
    cs_status_t status;
    const cs_audit_personal_t personal = {.address = NULL};

    entry.node = (const char *)conf->node.data;

    status = cs_keyring_get_secret(conf->keyring, "mac", 0, &key, NULL);

    if (status == CS_OK) {
        status = cs_audit_call_make(pool, key, &entry, &personal, NULL, NULL, NULL, &call);
    }

    return status == CS_OK ? ngx_http_countersign_entry_canonical(pool, call, out) : status;
}
