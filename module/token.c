/* SPDX-License-Identifier: Apache-2.0 */
#include "token.h"
#include "request.h"
#include "worker.h"

#include "crypto/digest.h"

cs_status_t
ngx_http_countersign_token_begin(ngx_http_countersign_ctx_t *ctx, json_t *input)
{
    cs_bytes_t part;
    cs_status_t status;
    uint8_t digest[CS_DIGEST_SIZE];
    cs_identity_token_t *token;
    u_char hex[2 * CS_DIGEST_SIZE + 1] = {0};

    token = cs_pool_zalloc_secret(&ctx->pool, sizeof(cs_identity_token_t));
    if (token == NULL) {
        return CS_NO_MEMORY;
    }

    ctx->token = token;

    status = cs_random(token->handle, sizeof(token->handle));

    if (status == CS_OK) {
        part = cs_bytes(token->handle, sizeof(token->handle));
        status = cs_digest(&part, 1, digest);
    }

    if (status != CS_OK) {
        return status;
    }

    (void)ngx_hex_dump(hex, digest, sizeof(digest));

    return json_object_set_new(input, "handle_digest", json_string((const char *)hex)) == 0 ? CS_OK : CS_NO_MEMORY;
}

/* A session without its ids or its end is none of ours. */
static cs_status_t
ngx_http_countersign_token_fill(ngx_http_countersign_ctx_t *ctx, const json_t *session)
{
    size_t i;
    cs_identity_token_t *token = ctx->token;
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

    token->transport = ctx->transport;
    ngx_memcpy(token->thumbprint, ctx->thumbprint, CS_DIGEST_TEXT);
    token->issued_s = cs_clock_now_us() / 1000000;
    token->expires_s = token->issued_s + expires_in;

    return expires_in > 0 ? CS_OK : CS_INTERNAL;
}

cs_status_t
ngx_http_countersign_token_answer(ngx_http_countersign_ctx_t *ctx, const json_t *session, json_t **answer)
{
    cs_buffer_t text;
    cs_status_t status;
    cs_identity_token_t *token = ctx->token;

    cs_buffer_init(&text, &ctx->pool, CS_MAX_TOKEN + 1);

    status = ngx_http_countersign_token_fill(ctx, session);

    if (status == CS_OK) {
        status = cs_identity_token_issue(ctx->conf->tokens, ctx->policy->snapshot->platform, token, &text);
    }

    if (status != CS_OK) {
        return status;
    }

    *answer = json_pack("{s:s, s:s, s:I}", "access_token", cs_buffer_text(&text), "token_type",
                        token->transport == CS_TRANSPORT_BROWSER ? "DPoP" : "Bearer", "expires_in",
                        (json_int_t)(token->expires_s - token->issued_s));

    return ngx_http_countersign_own(ctx, *answer) ? CS_OK : CS_NO_MEMORY;
}
