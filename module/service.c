/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /oauth2/token: a bank's system signs in by the certificate that its
 * activation pinned (RFC 6749 section 4.4 with RFC 8705).  There is no
 * password, and no scope: what it may do are its roles.
 */
#include "hook.h"
#include "request.h"
#include "route.h"
#include "token.h"

/* --- then: the session stands, the token is issued */

static void
ngx_http_countersign_service_recorded(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *session, *answer = NULL;
    cs_status_t status;

    status = cs_json_parse(&ctx->pool, body, &session, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_token_answer(ctx, session, &answer);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_oauth_headers(ctx);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_release_json(ctx, ctx->route->success, "application/json", answer);
}

/* --- first: what the form says, and the digest of the handle that only the token will have */

static cs_status_t
ngx_http_countersign_service_check(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    ngx_uint_t count;
    const char *grant = cs_json_get_text(ctx->input, "grant_type");
    const char *client = cs_json_get_text(ctx->input, "client_id");

    (void)ngx_http_countersign_header_get(ctx->request, "Authorization", &count);

    /* RFC 6749 section 2.3: one way of authenticating, which is the certificate. */
    if (count != 0 || json_object_get(ctx->input, "client_secret") != NULL ||
        json_object_get(ctx->input, "client_assertion") != NULL) {
        return cs_error_set(error, CS_MALFORMED, "", "a service authenticates by its client certificate alone");
    }

    if (grant == NULL || client == NULL) {
        return cs_error_set(error, CS_MISSING_MEMBER, "", "grant_type and client_id are needed");
    }

    if (ngx_strcmp(grant, "client_credentials") != 0) {
        return cs_error_set(error, CS_UNSUPPORTED_GRANT_TYPE, "", "the grant type is client_credentials");
    }

    return json_object_get(ctx->input, "scope") == NULL
               ? CS_OK
               : cs_error_set(error, CS_INVALID_SCOPE, "", "what a service may do are its roles: name no scope");
}

/* What else the form holds is ignored (RFC 6749 section 3.2). */
static cs_status_t
ngx_http_countersign_service_input(ngx_http_countersign_ctx_t *ctx, json_t **input)
{
    cs_buffer_t der;
    cs_status_t status;

    cs_buffer_init(&der, &ctx->pool, 2 * ctx->certificate->der.size);

    status = cs_hex_encode(ctx->certificate->der, &der);
    if (status != CS_OK) {
        return status;
    }

    *input = json_pack("{s:O, s:s%}", "client_id", json_object_get(ctx->input, "client_id"), "certificate",
                       (const char *)der.data, der.size);

    return ngx_http_countersign_own(ctx, *input) ? ngx_http_countersign_token_begin(ctx, *input) : CS_NO_MEMORY;
}

void
ngx_http_countersign_service(ngx_http_countersign_ctx_t *ctx)
{
    json_t *input = NULL;
    cs_error_t error = {0};
    cs_status_t status;

    status = ngx_http_countersign_service_check(ctx, &error);

    if (status == CS_OK) {
        status = ngx_http_countersign_service_input(ctx, &input);
    }

    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, &error);
        return;
    }

    ngx_http_countersign_record(ctx, ctx->route->statement, input, CS_BYTES_NONE,
                                ngx_http_countersign_service_recorded);
}
