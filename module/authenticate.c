/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second step: the certificate of this very connection and the token that
 * is bound to it (RFC 8705).  Whether the session behind the token lives is
 * the database's to say, in the call itself (GS-2.1.3).
 */
#include "certificate.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#define NGX_HTTP_COUNTERSIGN_HANDLE_TEXT (2 * CS_HANDLE_SIZE + 1)

/* Exactly one Authorization header, exactly the scheme Bearer. */
static cs_status_t
ngx_http_countersign_authenticate_bearer(ngx_http_countersign_ctx_t *ctx, cs_bytes_t *token, cs_error_t *error)
{
    ngx_str_t value;
    ngx_uint_t count;
    const size_t scheme = sizeof("Bearer ") - 1;

    value = ngx_http_countersign_header_get(ctx->request, "Authorization", &count);

    if (count == 0) {
        return cs_error_set(error, CS_INVALID_TOKEN, "", "no access token came with the request");
    }

    if (count != 1 || value.len <= scheme || ngx_strncasecmp(value.data, (u_char *)"Bearer ", scheme) != 0) {
        return cs_error_set(error, CS_INVALID_TOKEN, "", "one Authorization header of the scheme Bearer is expected");
    }

    *token = cs_bytes(value.data + scheme, value.len - scheme);

    return CS_OK;
}

static cs_status_t
ngx_http_countersign_authenticate_keep(ngx_http_countersign_ctx_t *ctx, const cs_identity_token_t *token)
{
    u_char *handle;

    handle = ngx_pcalloc(ctx->request->pool, NGX_HTTP_COUNTERSIGN_HANDLE_TEXT);
    if (handle == NULL) {
        return CS_NO_MEMORY;
    }

    (void)ngx_hex_dump(handle, (u_char *)token->handle, CS_HANDLE_SIZE);

    ctx->handle = (const char *)handle;
    ctx->session = cs_pool_text(&ctx->pool, token->session, CS_UUID_TEXT - 1);
    ctx->account = cs_pool_text(&ctx->pool, token->account, CS_UUID_TEXT - 1);

    return ctx->session == NULL || ctx->account == NULL ? CS_NO_MEMORY : CS_OK;
}

static cs_status_t
ngx_http_countersign_authenticate_token(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_bytes_t text;
    cs_status_t status;
    cs_identity_token_t token;

    status = ngx_http_countersign_authenticate_bearer(ctx, &text, error);

    if (status == CS_OK) {
        status = cs_identity_token_check(&ctx->pool, ctx->conf->tokens, ctx->policy->snapshot->platform, text,
                                         ctx->certificate->read.thumbprint, cs_clock_now_us() / 1000000, &token, error);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_authenticate_keep(ctx, &token);
    }

    cs_wipe(&token, sizeof(token));

    return status;
}

cs_status_t
ngx_http_countersign_authenticate(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    const char *lack;
    bool token = ctx->route->needs == NGX_HTTP_COUNTERSIGN_NEEDS_TOKEN;

    if (ctx->route->needs == NGX_HTTP_COUNTERSIGN_NEEDS_NOTHING) {
        return CS_OK;
    }

    status = ngx_http_countersign_certificate(ctx, &lack);
    if (status != CS_OK) {
        return status;
    }

    if (ctx->certificate == NULL) {
        return cs_error_set(error, token ? CS_INVALID_TOKEN : CS_DEVICE_NOT_BOUND, "", "%s", lack);
    }

    ctx->thumbprint = ctx->certificate->read.thumbprint;

    return token ? ngx_http_countersign_authenticate_token(ctx, error) : CS_OK;
}
