/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PUT /v1/password: the present one is verified as at sign-in; the new one is
 * measured, and hashed as each of those that may not be set again (GS-2.1.2).
 * What is wrong with it is told to those who know the present one.
 */
#include "hook.h"
#include "password.h"
#include "request.h"

#define NGX_HTTP_COUNTERSIGN_PRESENT 0 /* places of the hashes; the former ones follow */
#define NGX_HTTP_COUNTERSIGN_NEXT    1

typedef struct {
    ngx_http_countersign_password_t *password;
    json_t *input; /* of the second call; the request's */
} ngx_http_countersign_change_t;

static cs_status_t
ngx_http_countersign_change_tell(ngx_http_countersign_ctx_t *ctx)
{
    json_t *next = json_object();
    cs_status_t status;
    ngx_http_countersign_change_t *work = ctx->work;

    if (json_object_set_new(work->input, "new", next) != 0) {
        return CS_NO_MEMORY;
    }

    status = ngx_http_countersign_password_tell(work->password, NGX_HTTP_COUNTERSIGN_NEXT, next);

    return status == CS_OK
               ? ngx_http_countersign_password_tell_former(work->password, NGX_HTTP_COUNTERSIGN_NEXT + 1, work->input)
               : status;
}

static void
ngx_http_countersign_change_hashed(ngx_http_countersign_ctx_t *ctx, cs_status_t status)
{
    ngx_http_countersign_change_t *work = ctx->work;

    if (status == CS_OK) {
        status = ngx_http_countersign_password_tell(work->password, NGX_HTTP_COUNTERSIGN_PRESENT, work->input);
    }

    if (status == CS_OK && json_object_get(work->input, "weak") == NULL) {
        status = ngx_http_countersign_change_tell(ctx);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_record(ctx, CS_STATEMENT_COMPLETE_CHANGE_PASSWORD, work->input, CS_BYTES_NONE,
                                ngx_http_countersign_answer);
}

static cs_status_t
ngx_http_countersign_change_measure(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    cs_status_t status;
    cs_error_t error = {0};
    ngx_http_countersign_change_t *work = ctx->work;

    status = cs_identity_password_check(
        &ctx->policy->snapshot->passwords, json_object_get(facts, "words"),
        ngx_http_countersign_password_text(work->password, NGX_HTTP_COUNTERSIGN_PASSWORD),
        ngx_http_countersign_password_text(work->password, NGX_HTTP_COUNTERSIGN_PASSWORD_NEW), "/new", &error);

    if (status != CS_WEAK_PASSWORD) {
        return status;
    }

    return json_object_set_new(work->input, "weak", json_string(error.text)) == 0 ? CS_OK : CS_NO_MEMORY;
}

static cs_status_t
ngx_http_countersign_change_hash(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    cs_status_t status;
    ngx_http_countersign_change_t *work = ctx->work;

    work->input = json_pack("{s:O}", "attempt", json_object_get(facts, "attempt"));
    if (!ngx_http_countersign_own(ctx, work->input)) {
        return CS_NO_MEMORY;
    }

    status = ngx_http_countersign_password_charge(work->password, cs_json_get_text(facts, "attempt"));

    if (status == CS_OK) {
        status = ngx_http_countersign_change_measure(ctx, facts);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_password_add_known(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD,
                                                         json_object_get(facts, "current"));
    }

    if (status == CS_OK && json_object_get(work->input, "weak") == NULL) {
        status = ngx_http_countersign_password_add_new(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD_NEW);

        if (status == CS_OK) {
            status = ngx_http_countersign_password_add_former(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD_NEW,
                                                              json_object_get(facts, "former"));
        }
    }

    return status == CS_OK ? ngx_http_countersign_password_run(work->password, ngx_http_countersign_change_hashed)
                           : status;
}

static void
ngx_http_countersign_change_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts;
    cs_status_t status;

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_change_hash(ctx, facts);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status == CS_QUEUE_FULL ? status : CS_INTERNAL);
    }
}

static cs_status_t
ngx_http_countersign_change_begin(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;
    ngx_http_countersign_change_t *work = ctx->work;

    status = ngx_http_countersign_password_begin(ctx, &work->password);

    if (status == CS_OK) {
        status = ngx_http_countersign_password_take(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD, "current");
    }

    return status == CS_OK
               ? ngx_http_countersign_password_take(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD_NEW, "new")
               : status;
}

void
ngx_http_countersign_change_password(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;

    ctx->work = cs_pool_zalloc(&ctx->pool, sizeof(ngx_http_countersign_change_t));
    if (ctx->work == NULL) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    status = ngx_http_countersign_change_begin(ctx);
    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
        return;
    }

    ngx_http_countersign_facts(ctx, CS_STATEMENT_BEGIN_CHANGE_PASSWORD, ctx->input, ngx_http_countersign_change_ready);
}
