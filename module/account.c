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
                            "it is no certificate with a P-256 or Ed25519 key");
    }

    return ngx_http_countersign_input_set_hex(ctx, "certificate", cs_buffer_bytes(&der));
}

cs_status_t
ngx_http_countersign_account_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;

    status = ngx_http_countersign_account_certificate(ctx, error);

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
    return ngx_http_countersign_code_half_show(ctx, answer);
}
