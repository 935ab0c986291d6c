/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /oauth2/token: a bank's system signs in by the certificate that its
 * activation pinned (RFC 6749 section 4.4 with RFC 8705).  There is no
 * password, and no scope: what it may do are its roles.
 */
#include "hook.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#include "crypto/digest.h"
#include "identity/token.h"

static void
ngx_http_countersign_service_wipe(void *data)
{
    cs_wipe(data, sizeof(cs_identity_token_t));
}

/* --- then: the session stands, the token is issued */

static cs_status_t
ngx_http_countersign_service_token(ngx_http_countersign_ctx_t *ctx, const json_t *session, cs_buffer_t *text)
{
    size_t i;
    cs_identity_token_t *token = ctx->work;
    json_int_t expires_in = cs_json_get_integer(session, "expires_in", 0);
    const struct {
        const char *from;
        char *to;
    } ids[] = {{"session", token->session}, {"account", token->account}, {"institution", token->institution}};

    for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        const char *id = cs_json_get_text(session, ids[i].from);

        if (id == NULL || !cs_uuid_check(cs_bytes_text(id))) {
            return CS_INTERNAL;
        }

        ngx_memcpy(ids[i].to, id, CS_UUID_TEXT);
    }

    token->transport = CS_TRANSPORT_CERTIFICATE;
    ngx_memcpy(token->thumbprint, ctx->thumbprint, CS_DIGEST_TEXT);
    token->issued_s = cs_clock_now_us() / 1000000;
    token->expires_s = token->issued_s + expires_in;

    return expires_in > 0 ? cs_identity_token_issue(ctx->conf->tokens, ctx->policy->snapshot->platform, token, text)
                          : CS_INTERNAL;
}

static void
ngx_http_countersign_service_recorded(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *session, *answer = NULL;
    cs_buffer_t text;
    cs_status_t status;

    cs_buffer_init(&text, &ctx->pool, CS_MAX_TOKEN + 1);

    status = cs_json_parse(&ctx->pool, body, &session, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_service_token(ctx, session, &text);
    }

    if (status == CS_OK) {
        answer = json_pack("{s:s, s:s, s:I}", "access_token", cs_buffer_text(&text), "token_type", "Bearer",
                           "expires_in", cs_json_get_integer(session, "expires_in", 0));
        status = ngx_http_countersign_own(ctx, answer) ? ngx_http_countersign_oauth_headers(ctx) : CS_NO_MEMORY;
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

static cs_status_t
ngx_http_countersign_service_input(ngx_http_countersign_ctx_t *ctx, json_t **input)
{
    cs_bytes_t part;
    cs_buffer_t der;
    cs_status_t status;
    uint8_t digest[CS_DIGEST_SIZE];
    u_char hex[2 * CS_DIGEST_SIZE + 1] = {0};
    cs_identity_token_t *token = ctx->work;

    cs_buffer_init(&der, &ctx->pool, 2 * ctx->certificate->der.size);

    status = cs_random(token->handle, sizeof(token->handle));

    if (status == CS_OK) {
        part = cs_bytes(token->handle, sizeof(token->handle));
        status = cs_digest(&part, 1, digest);
    }

    if (status == CS_OK) {
        status = cs_hex_encode(ctx->certificate->der, &der);
    }

    if (status == CS_OK) {
        (void)ngx_hex_dump(hex, digest, sizeof(digest));
        /* What else the form holds is ignored (RFC 6749 section 3.2). */
        *input = json_pack("{s:O, s:s%, s:s}", "client_id", json_object_get(ctx->input, "client_id"), "certificate",
                           (const char *)der.data, der.size, "handle_digest", hex);
        status = ngx_http_countersign_own(ctx, *input) ? CS_OK : CS_NO_MEMORY;
    }

    return status;
}

void
ngx_http_countersign_service(ngx_http_countersign_ctx_t *ctx)
{
    json_t *input = NULL;
    cs_error_t error = {0};
    cs_status_t status = CS_OK;

    ctx->work = cs_pool_zalloc(&ctx->pool, sizeof(cs_identity_token_t));

    if (ctx->work == NULL || cs_pool_on_clear(&ctx->pool, ngx_http_countersign_service_wipe, ctx->work) != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

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
