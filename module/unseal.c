/* SPDX-License-Identifier: Apache-2.0 */
/* Opened with the key that opens it, which is opened with its institution's. */
#include "unseal.h"

static cs_status_t
ngx_http_countersign_unseal_hex(ngx_http_countersign_ctx_t *ctx, const json_t *facts, const char *name, cs_bytes_t *out)
{
    cs_buffer_t bytes;
    cs_status_t status;
    cs_bytes_t text = cs_bytes_text(cs_json_get_text(facts, name));

    cs_buffer_init(&bytes, &ctx->pool, text.size / 2 + 1);

    status = cs_hex_decode(text, &bytes);
    *out = cs_buffer_bytes(&bytes);

    return status;
}

cs_status_t
ngx_http_countersign_unseal_key(ngx_http_countersign_ctx_t *ctx, const json_t *facts, const cs_record_revision_t *of,
                                cs_secret_t *key)
{
    cs_bytes_t wrapped;
    cs_status_t status;
    cs_secret_t institution_key = {.size = 0};

    status = ngx_http_countersign_unseal_hex(ctx, facts, "institution_key", &wrapped);

    if (status == CS_OK) {
        status = cs_record_institution_key_open(&ctx->pool, ctx->conf->keyring, cs_json_get_text(facts, "institution"),
                                                wrapped, &institution_key);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_unseal_hex(ctx, facts, "wrapped_key", &wrapped);
    }

    if (status == CS_OK) {
        status = cs_record_data_key_open(&ctx->pool, &institution_key, of, wrapped, key);
    }

    cs_secret_clear(&institution_key);

    return status;
}

cs_status_t
ngx_http_countersign_unseal_title(ngx_http_countersign_ctx_t *ctx, const json_t *facts, const cs_record_revision_t *of,
                                  const cs_secret_t *key, cs_bytes_t *title)
{
    cs_bytes_t sealed;
    cs_status_t status;

    if (cs_json_get_text(facts, "title_sealed") == NULL) {
        *title = cs_bytes_text(cs_json_get_text(facts, "title"));
        return CS_OK;
    }

    status = ngx_http_countersign_unseal_hex(ctx, facts, "title_sealed", &sealed);

    return status == CS_OK ? cs_record_title_open(&ctx->pool, key, of, sealed, title) : status;
}
