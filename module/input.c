/* SPDX-License-Identifier: Apache-2.0 */
/* What hooks add to the request that the database is handed. */
#include "request.h"

cs_status_t
ngx_http_countersign_input_set(ngx_http_countersign_ctx_t *ctx, const char *name, const char *value)
{
    return value != NULL && json_object_set_new(ctx->input, name, json_string(value)) == 0 ? CS_OK : CS_NO_MEMORY;
}

cs_status_t
ngx_http_countersign_input_set_hex(ngx_http_countersign_ctx_t *ctx, const char *name, cs_bytes_t bytes)
{
    cs_buffer_t hex;
    cs_status_t status;

    cs_buffer_init(&hex, &ctx->pool, 2 * bytes.size + 1);

    status = cs_hex_encode(bytes, &hex);

    return status == CS_OK ? ngx_http_countersign_input_set(ctx, name, cs_buffer_text(&hex)) : status;
}

cs_status_t
ngx_http_countersign_input_set_id(ngx_http_countersign_ctx_t *ctx, const char *noun)
{
    cs_status_t status;
    char id[CS_UUID_TEXT];

    status = cs_uuid_new(id);
    if (status != CS_OK) {
        return status;
    }

    ctx->object = cs_pool_text(&ctx->pool, id, CS_UUID_TEXT - 1);

    return ngx_http_countersign_input_set(ctx, noun, ctx->object);
}
