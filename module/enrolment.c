/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /v1/devices: the first device of an account, by the certificate of this
 * connection or the key of its DPoP proof, and its first password (GS-2.1.1, GS-2.1.2).  The database
 * says first whether code and certificate fit, and only then is hashed.
 */
#include "hook.h"
#include "password.h"
#include "request.h"

#include "identity/enrolment.h"

typedef struct {
    ngx_http_countersign_password_t *password;
} ngx_http_countersign_enrolment_t;

static void
ngx_http_countersign_enrolment_hashed(ngx_http_countersign_ctx_t *ctx, cs_status_t status)
{
    ngx_http_countersign_enrolment_t *work = ctx->work;

    if (status == CS_OK) {
        status = ngx_http_countersign_password_tell(work->password, 0, ctx->input);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_password_tell_former(work->password, 1, ctx->input);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_record(ctx, CS_STATEMENT_COMPLETE_ENROLMENT, ctx->input, CS_BYTES_NONE,
                                ngx_http_countersign_answer);
}

static cs_status_t
ngx_http_countersign_enrolment_hash(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    cs_status_t status;
    ngx_http_countersign_enrolment_t *work = ctx->work;

    status = ngx_http_countersign_password_add_new(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD);

    if (status == CS_OK) {
        status = ngx_http_countersign_password_add_former(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD,
                                                          json_object_get(facts, "former"));
    }

    return status == CS_OK ? ngx_http_countersign_password_run(work->password, ngx_http_countersign_enrolment_hashed)
                           : status;
}

static void
ngx_http_countersign_enrolment_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts;
    cs_status_t status;
    cs_error_t error = {0};
    ngx_http_countersign_enrolment_t *work = ctx->work;

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK) {
        status = cs_identity_password_check(
            &ctx->policy->snapshot->passwords, json_object_get(facts, "words"), CS_BYTES_NONE,
            ngx_http_countersign_password_text(work->password, NGX_HTTP_COUNTERSIGN_PASSWORD), "/password", &error);
    }

    if (status == CS_WEAK_PASSWORD) {
        ngx_http_countersign_refuse(ctx, status, &error);
        return;
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_enrolment_hash(ctx, facts);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, status == CS_QUEUE_FULL ? status : CS_INTERNAL);
    }
}

/* People who came with an admission send no code; null tells the database so. */
static cs_status_t
ngx_http_countersign_enrolment_code(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;
    cs_identity_code_half_t first, second;
    const char *code = cs_json_get_text(ctx->input, "enrolment_code");

    if (code == NULL) {
        return json_object_set_new(ctx->input, "enrolment_code", json_null()) == 0 ? CS_OK : CS_NO_MEMORY;
    }

    status = cs_identity_code_split(cs_bytes_text(code), &first, &second);

    cs_wipe(&first, sizeof(first));
    cs_wipe(&second, sizeof(second));

    return status;
}

/* jwk says once more, under the body's digest, which key is to be bound: it is the one that made the proof. */
static cs_status_t
ngx_http_countersign_enrolment_jwk(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_key_t *key;
    cs_status_t status;
    const json_t *jwk = json_object_get(ctx->input, "jwk");

    if (jwk == NULL) {
        return CS_OK;
    }

    if (ctx->transport != CS_TRANSPORT_BROWSER) {
        return cs_error_set(error, CS_INVALID_PROOF, "/jwk", "a key is bound by a DPoP proof that it made");
    }

    status = cs_key_read_jwk(&ctx->pool, jwk, &key);
    if (status != CS_OK) {
        return status == CS_NO_MEMORY ? status
                                      : cs_error_set(error, CS_INVALID_VALUE, "/jwk",
                                                     "it is no public key of P-256 or Ed25519, and nothing private");
    }

    return ngx_strcmp(cs_key_thumbprint(key), ctx->thumbprint) == 0
               ? CS_OK
               : cs_error_set(error, CS_INVALID_PROOF, "/jwk", "it is another key than the one that made the proof");
}

/* What is to be bound: the certificate of this connection, or the key of its proof. */
static cs_status_t
ngx_http_countersign_enrolment_transport(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_buffer_t spki;
    cs_status_t status;

    status = ngx_http_countersign_enrolment_jwk(ctx, error);

    if (status == CS_OK) {
        status = ngx_http_countersign_device_signing_key(ctx, error);
    }

    if (status != CS_OK) {
        return status;
    }

    if (ctx->transport != CS_TRANSPORT_BROWSER) {
        return ngx_http_countersign_input_set_hex(ctx, "certificate", ctx->certificate->der);
    }

    cs_buffer_init(&spki, &ctx->pool, 512);

    status = cs_key_public(ctx->transport_key, &spki);

    return status == CS_OK ? ngx_http_countersign_input_set_hex(ctx, "key", cs_buffer_bytes(&spki)) : status;
}

static cs_status_t
ngx_http_countersign_enrolment_begin(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    ngx_http_countersign_enrolment_t *work = ctx->work;

    status = ngx_http_countersign_password_begin(ctx, &work->password);

    if (status == CS_OK) {
        status = ngx_http_countersign_password_take(ctx, work->password, NGX_HTTP_COUNTERSIGN_PASSWORD, "password");
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_enrolment_code(ctx);
    }

    return status == CS_OK ? ngx_http_countersign_enrolment_transport(ctx, error) : status;
}

void
ngx_http_countersign_enrolment(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;
    cs_error_t error = {0};

    ctx->work = cs_pool_zalloc(&ctx->pool, sizeof(ngx_http_countersign_enrolment_t));
    if (ctx->work == NULL) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    status = ngx_http_countersign_enrolment_begin(ctx, &error);
    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, &error);
        return;
    }

    ngx_http_countersign_facts(ctx, CS_STATEMENT_BEGIN_ENROLMENT, ctx->input, ngx_http_countersign_enrolment_ready);
}
