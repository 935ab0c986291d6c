/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new account: its certificate, where there is one, is pinned, and its creator gets one half of
 * the enrolment code, which nobody else ever sees (GS-2.1.1).
 */
#include "code_half.h"
#include "hook.h"
#include "request.h"

#define NGX_HTTP_COUNTERSIGN_MAX_DER 8192

/* The database reads certificates as DER; PEM is what people paste. */
static cs_status_t
ngx_http_countersign_account_certificate(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_buffer_t der;
    cs_certificate_t certificate;

    if (cs_json_get_text(ctx->input, "certificate") == NULL) {
        return CS_OK; /* whoever brings both halves of the code binds the first device */
    }

    cs_buffer_init(&der, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_DER);

    if (cs_certificate_from_pem(&ctx->pool, cs_bytes_text(cs_json_get_text(ctx->input, "certificate")), &der) !=
            CS_OK ||
        cs_certificate_read(&ctx->pool, cs_buffer_bytes(&der), &certificate) != CS_OK) {
        return cs_error_set(error, CS_INVALID_VALUE, "/certificate",
                            "it is no certificate with a key of P-256, Ed25519 or RSA of 2,048 to 4,096 bits");
    }

    return ngx_http_countersign_input_set_hex(ctx, "certificate", cs_buffer_bytes(&der));
}

/* A service has no enrolment: its certificate is all it signs in with. */
static bool
ngx_http_countersign_account_is_service(ngx_http_countersign_ctx_t *ctx)
{
    return ngx_strcmp(cs_json_get_text(ctx->input, "kind"), "service") == 0;
}

/* A person's account has a person; a service's has an owner, whose person it is. */
static cs_status_t
ngx_http_countersign_account_kind(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    static const struct {
        const char *name;
        bool service;
        bool required;
    } members[] = {
        {"person", false, true}, {"owner", true, true}, {"addresses", true, true}, {"terminals", true, false}};

    size_t i;
    bool given, service = ngx_http_countersign_account_is_service(ctx);

    for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        given = json_object_get(ctx->input, members[i].name) != NULL;

        if (given && members[i].service != service) {
            return cs_error_set(error, CS_UNKNOWN_MEMBER, "/kind", "an account of this kind has no %s",
                                members[i].name);
        }

        if (!given && members[i].service == service && members[i].required) {
            return cs_error_set(error, CS_MISSING_MEMBER, "/kind", "an account of this kind needs %s", members[i].name);
        }
    }

    return CS_OK;
}

cs_status_t
ngx_http_countersign_account_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;

    status = ngx_http_countersign_account_kind(ctx, error);

    if (status == CS_OK) {
        status = ngx_http_countersign_account_certificate(ctx, error);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_input_set_id(ctx, "account");
    }

    return status == CS_OK ? ngx_http_countersign_code_half_prepare(ctx) : status;
}

cs_status_t
ngx_http_countersign_reset_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    (void)error;

    return ngx_http_countersign_code_half_prepare(ctx);
}

cs_status_t
ngx_http_countersign_account_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    return ngx_http_countersign_account_is_service(ctx) ? CS_OK : ngx_http_countersign_code_half_show(ctx, answer);
}

cs_status_t
ngx_http_countersign_reset_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    return ngx_http_countersign_code_half_show(ctx, answer);
}

/* As if the path had named it: it stands in the entry, and one idempotency key is good for one of them. */
cs_status_t
ngx_http_countersign_endings_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    (void)error;

    ctx->object = cs_json_get_text(ctx->input, "account");

    return CS_OK;
}
