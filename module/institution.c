/* SPDX-License-Identifier: Apache-2.0 */
/* A new institution comes with the key under which its records will lie (GS-4.2). */
#include "hook.h"
#include "request.h"

#include "record/envelope.h"

static cs_status_t
ngx_http_countersign_institution_key(ngx_http_countersign_ctx_t *ctx, const char *institution)
{
    cs_status_t status;
    cs_buffer_t wrapped, hex;

    cs_buffer_init(&wrapped, &ctx->pool, CS_MAX_WRAPPED_KEY);
    cs_buffer_init(&hex, &ctx->pool, 2 * CS_MAX_WRAPPED_KEY + 1);

    status = cs_record_institution_key_make(&ctx->pool, ctx->conf->keyring, institution, &wrapped);

    if (status == CS_OK) {
        status = cs_hex_encode(cs_buffer_bytes(&wrapped), &hex);
    }

    if (status == CS_OK && json_object_set_new(ctx->input, "wrapped_key", json_string(cs_buffer_text(&hex))) != 0) {
        status = CS_NO_MEMORY;
    }

    return status;
}

cs_status_t
ngx_http_countersign_institution_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    char institution[CS_UUID_TEXT];

    status = ngx_http_countersign_new_id(ctx, "institution", institution);

    return status == CS_OK ? ngx_http_countersign_institution_key(ctx, institution) : status;
}
