/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /v1/sessions: the database reserves an attempt, a thread hashes, the
 * database compares and opens the session, the token is bound to the
 * certificate of this connection, or to the key of its DPoP proof (GS-2.1.3, GS-2.2.1).
 */
#include "hook.h"
#include "otp.h"
#include "password.h"
#include "request.h"
#include "route.h"
#include "token.h"

typedef struct {
    ngx_http_countersign_password_t *password;
    const char *attempt;
    bool is_dated; /* hashed under other parameters than today's: it is hashed anew */
    json_t *code;  /* {attempt, step} of the one-time code, where one came; the request's */
    char otp[CS_OTP_TEXT];
} ngx_http_countersign_sign_in_t;

/* --- last: the session stands, the token is issued */

static cs_status_t
ngx_http_countersign_sign_in_answer(ngx_http_countersign_ctx_t *ctx, const json_t *session, json_t **answer)
{
    cs_status_t status;
    json_t *must = json_object_get(session, "must");

    status = ngx_http_countersign_token_answer(ctx, session, answer);
    if (status != CS_OK) {
        return status;
    }

    return json_object_set_new(*answer, "session", json_string(ctx->token->session)) == 0 &&
                   json_object_set_new(*answer, "must", json_is_array(must) ? json_incref(must) : json_array()) == 0
               ? CS_OK
               : CS_NO_MEMORY;
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

/* The second hash, where there is one, is the same password as new ones are hashed today. */
static cs_status_t
ngx_http_countersign_sign_in_request(ngx_http_countersign_ctx_t *ctx, json_t **input)
{
    json_t *rehash;
    cs_status_t status;
    ngx_http_countersign_sign_in_t *work = ctx->work;

    *input = json_pack("{s:s, s:s, s:O?}", "attempt", work->attempt, "thumbprint", ctx->thumbprint, "code", work->code);
    if (!ngx_http_countersign_own(ctx, *input)) {
        return CS_NO_MEMORY;
    }

    status = ngx_http_countersign_password_tell(work->password, 0, *input);

    if (status == CS_OK && work->is_dated) {
        rehash = json_object();
        status = json_object_set_new(*input, "rehash", rehash) == 0
                     ? ngx_http_countersign_password_tell(work->password, 1, rehash)
                     : CS_NO_MEMORY;
    }

    return status == CS_OK ? ngx_http_countersign_token_begin(ctx, *input) : status;
}

static void
ngx_http_countersign_sign_in_hashed(ngx_http_countersign_ctx_t *ctx, cs_status_t status)
{
    json_t *input = NULL;

    if (status == CS_OK) {
        status = ngx_http_countersign_sign_in_request(ctx, &input);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_record(ctx, CS_STATEMENT_COMPLETE_SIGN_IN, input, CS_BYTES_NONE,
                                ngx_http_countersign_sign_in_recorded);
}

/* --- first: the attempt is a row, and says how to hash */

/* What came is tried with the seed in force; where there is none, nothing can be right. */
static cs_status_t
ngx_http_countersign_sign_in_code(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    const json_t *code = json_object_get(facts, "code");
    ngx_http_countersign_sign_in_t *work = ctx->work;

    if (work->code == NULL || !json_is_object(code)) {
        return CS_OK;
    }

    if (json_object_set(work->code, "attempt", json_object_get(code, "attempt")) != 0) {
        return CS_NO_MEMORY;
    }

    return ngx_http_countersign_otp_check(ctx, cs_json_get_text(code, "account"), code, work->otp, work->code);
}

/* Whose hash is never begun has tried nothing. */
static cs_status_t
ngx_http_countersign_sign_in_charge(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    const json_t *code = json_object_get(facts, "code");
    cs_status_t status;
    ngx_http_countersign_sign_in_t *work = ctx->work;

    work->attempt = cs_json_get_text(facts, "attempt");

    status = ngx_http_countersign_password_charge(work->password, work->attempt);

    return status == CS_OK && json_is_object(code)
               ? ngx_http_countersign_password_charge(work->password, cs_json_get_text(code, "attempt"))
               : status;
}

static cs_status_t
ngx_http_countersign_sign_in_hash(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    cs_status_t status;
    ngx_http_countersign_sign_in_t *work = ctx->work;

    work->is_dated = ngx_http_countersign_password_is_dated(ctx, facts);

    status = ngx_http_countersign_password_add_known(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD, facts);

    if (status == CS_OK && work->is_dated) {
        status = ngx_http_countersign_password_add_new(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD);
    }

    return status == CS_OK ? ngx_http_countersign_password_run(work->password, ngx_http_countersign_sign_in_hashed)
                           : status;
}

static void
ngx_http_countersign_sign_in_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts;
    cs_status_t status;

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_sign_in_charge(ctx, facts);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_sign_in_code(ctx, facts);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_sign_in_hash(ctx, facts);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status == CS_QUEUE_FULL ? status : CS_INTERNAL);
    }
}

/* The code itself stays here: the database learns that one came. */
static cs_status_t
ngx_http_countersign_sign_in_take(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_sign_in_t *work = ctx->work;
    bool sent = json_object_get(ctx->input, "otp") != NULL;

    ngx_http_countersign_otp_take(ctx, work->otp);

    if (sent) {
        work->code = json_pack("{s:n, s:n}", "attempt", "step");

        if (!ngx_http_countersign_own(ctx, work->code)) {
            return CS_NO_MEMORY;
        }
    }

    if (json_object_set_new(ctx->input, "otp", json_boolean(sent)) != 0) {
        return CS_NO_MEMORY;
    }

    return ngx_http_countersign_input_set(ctx, "thumbprint", ctx->thumbprint);
}

void
ngx_http_countersign_sign_in(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;
    ngx_http_countersign_sign_in_t *work;

    work = cs_pool_zalloc_secret(&ctx->pool, sizeof(ngx_http_countersign_sign_in_t));
    if (work == NULL) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    ctx->work = work;

    status = ngx_http_countersign_password_begin(ctx, &work->password);

    if (status == CS_OK) {
        status = ngx_http_countersign_password_take(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD, "password");
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_sign_in_take(ctx);
    }

    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
        return;
    }

    ngx_http_countersign_facts(ctx, CS_STATEMENT_BEGIN_SIGN_IN, ctx->input, ngx_http_countersign_sign_in_ready);
}

/* POST /v1/sessions/current/refresh: the same session under another handle, and a token of it. */
void
ngx_http_countersign_refresh(ngx_http_countersign_ctx_t *ctx)
{
    if (ngx_http_countersign_token_begin(ctx, ctx->input) != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_record(ctx, CS_STATEMENT_REFRESH_SESSION, ctx->input, CS_BYTES_NONE,
                                ngx_http_countersign_sign_in_recorded);
}
