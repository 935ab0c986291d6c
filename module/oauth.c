/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What OAuth clients expect as their standards have it: errors of the token
 * endpoint (RFC 6749 section 5.2) and the server's metadata (RFC 8414).
 * The log keeps our own code.
 */
#include "hook.h"
#include "request.h"
#include "route.h"

#define NGX_HTTP_COUNTERSIGN_OAUTH_PATH "/oauth2/"

bool
ngx_http_countersign_oauth_is(ngx_http_countersign_ctx_t *ctx)
{
    const ngx_str_t *uri = &ctx->request->uri;

    return uri->len >= sizeof(NGX_HTTP_COUNTERSIGN_OAUTH_PATH) - 1 &&
           ngx_strncmp(uri->data, NGX_HTTP_COUNTERSIGN_OAUTH_PATH, sizeof(NGX_HTTP_COUNTERSIGN_OAUTH_PATH) - 1) == 0;
}

static const char *
ngx_http_countersign_oauth_code(cs_status_t status)
{
    switch (status) {
    case CS_DEVICE_NOT_BOUND:
        return "invalid_client";
    case CS_ACCOUNT_NOT_ACTIVE:
    case CS_ADDRESS_NOT_ALLOWED:
        return "unauthorized_client";
    case CS_UNSUPPORTED_GRANT_TYPE:
    case CS_INVALID_SCOPE:
        return cs_status_name(status);
    case CS_TOO_MANY_REQUESTS:
        return "temporarily_unavailable";
    default:
        break;
    }

    switch (cs_status_category(status)) {
    case CS_CATEGORY_UNAVAILABLE:
        return "temporarily_unavailable";
    case CS_CATEGORY_INTERNAL:
        return "server_error";
    default:
        return "invalid_request";
    }
}

/* 401 would promise a challenge, and client certificates have none: the RFC leaves 400. */
static ngx_uint_t
ngx_http_countersign_oauth_status(cs_status_t status)
{
    ngx_uint_t http = cs_status_http(status);

    return http == NGX_HTTP_UNAUTHORIZED || http == NGX_HTTP_FORBIDDEN || http == 422 ? NGX_HTTP_BAD_REQUEST : http;
}

cs_status_t
ngx_http_countersign_oauth_headers(ngx_http_countersign_ctx_t *ctx)
{
    return ngx_http_countersign_header_add(ctx, "Pragma", "no-cache");
}

/* The seconds that the database named, or the shortest. */
static cs_status_t
ngx_http_countersign_oauth_retry(ngx_http_countersign_ctx_t *ctx, const json_t *members)
{
    u_char *text = ngx_pcalloc(ctx->request->pool, NGX_INT64_LEN + 1);

    if (text == NULL) {
        return CS_NO_MEMORY;
    }

    (void)ngx_sprintf(text, "%L", (int64_t)cs_json_get_integer(members, "retry_after", 1));

    return ngx_http_countersign_header_add(ctx, "Retry-After", (const char *)text);
}

void
ngx_http_countersign_oauth_error(ngx_http_countersign_ctx_t *ctx, cs_status_t status, const json_t *members)
{
    json_t *error;
    cs_status_t done;
    ngx_uint_t http = ngx_http_countersign_oauth_status(status);
    const char *detail = cs_json_get_text(members, "detail");

    if (detail == NULL || cs_status_category(status) == CS_CATEGORY_INTERNAL) {
        detail = ngx_http_countersign_problem_detail(status);
    }

    error = json_pack("{s:s, s:s}", "error", ngx_http_countersign_oauth_code(status), "error_description", detail);
    done = ngx_http_countersign_own(ctx, error) ? ngx_http_countersign_oauth_headers(ctx) : CS_NO_MEMORY;

    if (done == CS_OK && status == CS_METHOD_NOT_ALLOWED) {
        done = ngx_http_countersign_header_add(ctx, "Allow", ngx_http_countersign_route_allow(ctx));
    }

    if (done == CS_OK && (http == NGX_HTTP_SERVICE_UNAVAILABLE || http == NGX_HTTP_TOO_MANY_REQUESTS)) {
        done = ngx_http_countersign_oauth_retry(ctx, members);
    }

    if (done != CS_OK) {
        ngx_http_countersign_request_finish(ctx, NGX_ERROR);
        return;
    }

    ngx_http_countersign_release_json(ctx, http, "application/json", error);
}

/* --- RFC 8414 */

static json_t *
ngx_http_countersign_metadata_make(ngx_http_countersign_ctx_t *ctx)
{
    int size = (int)ctx->conf->origin.len;
    const u_char *origin = ctx->conf->origin.data;

    return json_pack("{s:o, s:o, s:o, s:[], s:[s], s:[s], s:b, s:[s, s]}", "issuer", json_sprintf("%.*s", size, origin),
                     "token_endpoint", json_sprintf("%.*s/oauth2/token", size, origin), "jwks_uri",
                     json_sprintf("%.*s/.well-known/jwks.json", size, origin), "response_types_supported",
                     "grant_types_supported", "client_credentials", "token_endpoint_auth_methods_supported",
                     "tls_client_auth", "tls_client_certificate_bound_access_tokens", 1,
                     "dpop_signing_alg_values_supported", "ES256", "EdDSA");
}

void
ngx_http_countersign_metadata(ngx_http_countersign_ctx_t *ctx)
{
    json_t *metadata = ngx_http_countersign_metadata_make(ctx);

    if (!ngx_http_countersign_own(ctx, metadata)) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    ngx_http_countersign_release_json(ctx, ctx->route->success, "application/json", metadata);
}
