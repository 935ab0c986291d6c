/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second step: what the caller proves on this very connection, a client
 * certificate (RFC 8705) or a browser's key (RFC 9449), and the token that is
 * bound to it.  Whether the session behind the token lives, and whether the
 * proof is used for the first time, is the database's to say, in the call
 * itself (GS-2.1.3).
 */
#include "certificate.h"
#include "dpop.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#include "crypto/jws.h"

#define NGX_HTTP_COUNTERSIGN_HANDLE_TEXT (2 * CS_HANDLE_SIZE + 1)

static const struct {
    ngx_str_t scheme;
    cs_transport_t transport;
} ngx_http_countersign_authenticate_schemes[] = {
    {ngx_string("Bearer "), CS_TRANSPORT_CERTIFICATE},
    {ngx_string("DPoP "), CS_TRANSPORT_BROWSER},
};

/* Exactly one Authorization header; its scheme says to what the token must be bound. */
static cs_status_t
ngx_http_countersign_authenticate_header(ngx_http_countersign_ctx_t *ctx, cs_bytes_t *token, cs_transport_t *transport,
                                         cs_error_t *error)
{
    size_t i;
    ngx_str_t value, scheme;
    ngx_uint_t count;

    value = ngx_http_countersign_header_get(ctx->request, "Authorization", &count);

    if (count == 0) {
        return cs_error_set(error, CS_INVALID_TOKEN, "", "no access token came with the request");
    }

    for (i = 0; i < 2 && count == 1; i++) {
        scheme = ngx_http_countersign_authenticate_schemes[i].scheme;

        if (value.len > scheme.len && ngx_strncasecmp(value.data, scheme.data, scheme.len) == 0) {
            *token = cs_bytes(value.data + scheme.len, value.len - scheme.len);
            *transport = ngx_http_countersign_authenticate_schemes[i].transport;
            return CS_OK;
        }
    }

    return cs_error_set(error, CS_INVALID_TOKEN, "",
                        "one Authorization header of the scheme Bearer or DPoP is expected");
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
ngx_http_countersign_authenticate_token(ngx_http_countersign_ctx_t *ctx, cs_bytes_t text, cs_error_t *error)
{
    cs_status_t status;
    cs_identity_token_t token;

    status = cs_identity_token_check(&ctx->pool, ctx->conf->tokens, ctx->policy->snapshot->platform, text,
                                     ctx->transport, ctx->thumbprint, cs_clock_now_us() / 1000000, &token, error);

    if (status == CS_OK) {
        status = ngx_http_countersign_authenticate_keep(ctx, &token);
    }

    cs_wipe(&token, sizeof(token));

    return status;
}

/* The certificate of this very connection; refused as `otherwise` where there is none. */
static cs_status_t
ngx_http_countersign_authenticate_certificate(ngx_http_countersign_ctx_t *ctx, cs_status_t otherwise, cs_error_t *error)
{
    cs_status_t status;
    const char *lack;

    status = ngx_http_countersign_certificate(ctx, &lack);
    if (status != CS_OK) {
        return status;
    }

    if (ctx->certificate == NULL) {
        return cs_error_set(error, otherwise, "", "%s", lack);
    }

    ctx->transport = CS_TRANSPORT_CERTIFICATE;
    ctx->transport_key = ctx->certificate->read.key;
    ctx->thumbprint = ctx->certificate->read.thumbprint;

    return CS_OK;
}

/* A certificate, or the key of a DPoP proof: whoever sends a proof wants to be known by it. */
static cs_status_t
ngx_http_countersign_authenticate_device(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    return ngx_http_countersign_dpop_is_shown(ctx)
               ? ngx_http_countersign_dpop(ctx, CS_BYTES_NONE, error)
               : ngx_http_countersign_authenticate_certificate(ctx, CS_DEVICE_NOT_BOUND, error);
}

/* The token is looked at even where the proof lacks a nonce only, so that the log can say whose call it was. */
static cs_status_t
ngx_http_countersign_authenticate_session(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_bytes_t text;
    cs_status_t status, proven;
    cs_transport_t transport = CS_TRANSPORT_CERTIFICATE;
    bool shown = ngx_http_countersign_dpop_is_shown(ctx);

    status = ngx_http_countersign_authenticate_header(ctx, &text, &transport, error);
    if (status != CS_OK) {
        return status;
    }

    if (transport == CS_TRANSPORT_CERTIFICATE && shown) {
        return cs_error_set(error, CS_INVALID_TOKEN, "", "with a DPoP proof the scheme of Authorization is DPoP");
    }

    if (transport == CS_TRANSPORT_BROWSER && !shown) {
        return cs_error_set(error, CS_INVALID_TOKEN, "", "with the scheme DPoP comes a DPoP proof");
    }

    proven = transport == CS_TRANSPORT_BROWSER
                 ? ngx_http_countersign_dpop(ctx, text, error)
                 : ngx_http_countersign_authenticate_certificate(ctx, CS_INVALID_TOKEN, error);
    if (proven != CS_OK && proven != CS_USE_DPOP_NONCE) {
        return proven;
    }

    status = ngx_http_countersign_authenticate_token(ctx, text, error);

    return status == CS_OK ? proven : status;
}

cs_status_t
ngx_http_countersign_authenticate(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    switch (ctx->route->needs) {
    case NGX_HTTP_COUNTERSIGN_NEEDS_NOTHING:
        return CS_OK;
    case NGX_HTTP_COUNTERSIGN_NEEDS_CERTIFICATE:
        return ngx_http_countersign_authenticate_certificate(ctx, CS_DEVICE_NOT_BOUND, error);
    case NGX_HTTP_COUNTERSIGN_NEEDS_DEVICE:
        return ngx_http_countersign_authenticate_device(ctx, error);
    default:
        return ngx_http_countersign_authenticate_session(ctx, error);
    }
}

bool
ngx_http_countersign_is_signed_apart(ngx_http_countersign_ctx_t *ctx, const char *jws, const char *typ)
{
    size_t i;
    cs_jws_t parsed;
    static const char *const algorithms[] = {"ES256", "EdDSA"};

    for (i = 0; jws != NULL && i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
        if (cs_jws_parse(&ctx->pool, cs_bytes_text(jws), typ, algorithms[i], &parsed, NULL) == CS_OK) {
            return ngx_strcmp(parsed.kid, cs_key_thumbprint(ctx->transport_key)) != 0;
        }
    }

    return false;
}
