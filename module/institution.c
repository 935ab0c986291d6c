/* SPDX-License-Identifier: Apache-2.0 */
/* A new institution comes with the key under which its records will lie (GS-4.2). */
#include "hook.h"
#include "request.h"

#include "record/envelope.h"

cs_status_t
ngx_http_countersign_institution_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    cs_buffer_t wrapped;

    cs_buffer_init(&wrapped, &ctx->pool, CS_MAX_WRAPPED_KEY);

    status = ngx_http_countersign_input_set_id(ctx, "institution");

    if (status == CS_OK) {
        status = cs_record_institution_key_make(&ctx->pool, ctx->conf->keyring, ctx->object, &wrapped);
    }

    return status == CS_OK ? ngx_http_countersign_input_set_hex(ctx, "wrapped_key", cs_buffer_bytes(&wrapped)) : status;
}
