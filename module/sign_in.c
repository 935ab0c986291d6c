/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /v1/sessions: the database reserves an attempt, a thread hashes, the
 * database compares and opens the session, the token is bound to the
 * certificate of this connection (GS-2.1.3, GS-2.2.1).
 */
#include "hook.h"
#include "password.h"
#include "request.h"
#include "route.h"

#include "crypto/digest.h"

#define NGX_HTTP_COUNTERSIGN_HEX_DIGEST (2 * CS_DIGEST_SIZE + 1)

typedef struct {
    ngx_http_countersign_password_t *password;
    const char *attempt;
    uint8_t handle[CS_HANDLE_SIZE];
} ngx_http_countersign_sign_in_t;

static void
ngx_http_countersign_sign_in_wipe(void *data)
{
    cs_wipe(data, sizeof(ngx_http_countersign_sign_in_t));
}

/* --- last: the session stands, the token is issued */

static cs_status_t
ngx_http_countersign_sign_in_token(ngx_http_countersign_ctx_t *ctx, const json_t *session, cs_identity_token_t *token)
{
    size_t i;
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

    ngx_memcpy(token->handle, ((ngx_http_countersign_sign_in_t *)ctx->work)->handle, CS_HANDLE_SIZE);
    ngx_memcpy(token->x5t, ctx->certificate->read.thumbprint, CS_DIGEST_TEXT);
    token->issued_s = cs_clock_now_us() / 1000000;
    token->expires_s = token->issued_s + expires_in;

    return expires_in > 0 ? CS_OK : CS_INTERNAL;
}

static cs_status_t
ngx_http_countersign_sign_in_answer(ngx_http_countersign_ctx_t *ctx, const json_t *session, json_t **answer)
{
    json_t *must;
    cs_buffer_t text;
    cs_status_t status;
    cs_identity_token_t token;

    cs_buffer_init(&text, &ctx->pool, CS_MAX_TOKEN + 1);
    ngx_memzero(&token, sizeof(token));

    status = ngx_http_countersign_sign_in_token(ctx, session, &token);

    if (status == CS_OK) {
        status = cs_identity_token_issue(ctx->conf->tokens, ctx->policy->snapshot->platform, &token, &text);
    }

    if (status == CS_OK) {
        must = json_object_get(session, "must");
        *answer = json_pack("{s:s, s:s, s:I, s:s, s:o}", "access_token", cs_buffer_text(&text), "token_type", "Bearer",
                            "expires_in", (json_int_t)(token.expires_s - token.issued_s), "session", token.session,
                            "must", json_is_array(must) ? json_incref(must) : json_array());
        status = ngx_http_countersign_own(ctx, *answer) ? CS_OK : CS_NO_MEMORY;
    }

    cs_wipe(&token, sizeof(token));

    return status;
}

static void
ngx_http_countersign_sign_in_recorded(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *session, *answer = NULL;
    cs_status_t status;

    status = cs_json_parse(&ctx->pool, body, &session, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_sign_in_answer(ctx, session, &answer);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_release_json(ctx, ctx->route->success, "application/json", answer);
}

/* --- then: the hash goes to the database, with the digest of the handle that only the token will have */

static cs_status_t
ngx_http_countersign_sign_in_request(ngx_http_countersign_ctx_t *ctx, const uint8_t output[CS_PASSWORD_OUTPUT_SIZE],
                                     json_t **input)
{
    cs_status_t status;
    cs_bytes_t part;
    uint8_t digest[CS_DIGEST_SIZE];
    u_char hex_output[NGX_HTTP_COUNTERSIGN_HEX_DIGEST] = {0}, hex_digest[NGX_HTTP_COUNTERSIGN_HEX_DIGEST] = {0};
    ngx_http_countersign_sign_in_t *work = ctx->work;

    status = cs_random(work->handle, sizeof(work->handle));

    if (status == CS_OK) {
        part = cs_bytes(work->handle, sizeof(work->handle));
        status = cs_digest(&part, 1, digest);
    }

    if (status == CS_OK) {
        (void)ngx_hex_dump(hex_output, (u_char *)output, CS_PASSWORD_OUTPUT_SIZE);
        (void)ngx_hex_dump(hex_digest, digest, sizeof(digest));

        *input = json_pack("{s:s, s:s, s:s, s:s}", "attempt", work->attempt, "output", hex_output, "handle_digest",
                           hex_digest, "thumbprint", ctx->thumbprint);
        status = ngx_http_countersign_own(ctx, *input) ? CS_OK : CS_NO_MEMORY;
    }

    cs_wipe(hex_output, sizeof(hex_output));

    return status;
}

static void
ngx_http_countersign_sign_in_hashed(ngx_http_countersign_ctx_t *ctx, cs_status_t status,
                                    const uint8_t output[CS_PASSWORD_OUTPUT_SIZE])
{
    json_t *input = NULL;

    if (status == CS_OK) {
        status = ngx_http_countersign_sign_in_request(ctx, output, &input);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_record(ctx, CS_STATEMENT_COMPLETE_SIGN_IN, input, CS_BYTES_NONE,
                                ngx_http_countersign_sign_in_recorded);
}

/* --- first: the attempt is a row, and says how to hash */

static cs_status_t
ngx_http_countersign_sign_in_hash(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    cs_buffer_t salt;
    cs_status_t status;
    ngx_http_countersign_sign_in_t *work = ctx->work;
    const cs_policy_argon2_t parameters = {
        .memory_kib = (uint32_t)cs_json_get_integer(facts, "memory_kib", 0),
        .iterations = (uint32_t)cs_json_get_integer(facts, "iterations", 0),
        .parallelism = (uint32_t)cs_json_get_integer(facts, "parallelism", 0),
    };

    cs_buffer_init(&salt, &ctx->pool, CS_PASSWORD_SALT_SIZE);
    work->attempt = cs_json_get_text(facts, "attempt");

    status = cs_hex_decode(cs_bytes_text(cs_json_get_text(facts, "salt")), &salt);
    if (status != CS_OK) {
        return status;
    }

    return ngx_http_countersign_password_hash(work->password, cs_buffer_bytes(&salt), &parameters,
                                              ngx_http_countersign_sign_in_hashed);
}

static void
ngx_http_countersign_sign_in_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts;
    cs_status_t status;

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_sign_in_hash(ctx, facts);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status == CS_QUEUE_FULL ? status : CS_INTERNAL);
    }
}

void
ngx_http_countersign_sign_in(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;
    ngx_http_countersign_sign_in_t *work;

    work = cs_pool_zalloc(&ctx->pool, sizeof(ngx_http_countersign_sign_in_t));

    if (work == NULL || cs_pool_on_clear(&ctx->pool, ngx_http_countersign_sign_in_wipe, work) != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    ctx->work = work;

    status = ngx_http_countersign_password_begin(ctx, &work->password);

    if (status == CS_OK) {
        status = ngx_http_countersign_input_set(ctx, "thumbprint", ctx->thumbprint);
    }

    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
        return;
    }

    ngx_http_countersign_facts(ctx, CS_STATEMENT_BEGIN_SIGN_IN, ctx->input, ngx_http_countersign_sign_in_ready);
}
