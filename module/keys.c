/* SPDX-License-Identifier: Apache-2.0 */
/* GET /.well-known/jwks.json: the public halves of what signs tokens, identifiers and receipts. */
#include "hook.h"
#include "request.h"
#include "route.h"

#define NGX_HTTP_COUNTERSIGN_MAX_JWK 512

static cs_status_t
ngx_http_countersign_keys_add(ngx_http_countersign_ctx_t *ctx, const char *purpose, unsigned version, json_t *keys)
{
    json_t *jwk;
    cs_buffer_t text;
    cs_status_t status;
    const cs_key_t *key;

    status = cs_keyring_get_key(ctx->conf->keyring, purpose, version, &key);
    if (status != CS_OK) {
        return status;
    }

    cs_buffer_init(&text, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_JWK);

    status = cs_key_jwk(key, &text);

    if (status == CS_OK) {
        status = cs_json_parse(&ctx->pool, cs_buffer_bytes(&text), &jwk, NULL);
    }

    if (status == CS_OK && json_array_append(keys, jwk) != 0) {
        status = CS_NO_MEMORY;
    }

    return status;
}

/* All versions: what an older one signed is to be verified as well. */
static cs_status_t
ngx_http_countersign_keys_collect(ngx_http_countersign_ctx_t *ctx, json_t *keys)
{
    unsigned version;
    cs_status_t status;
    const char *const *purpose;

    for (purpose = cs_keyring_gateway_keys; *purpose != NULL; purpose++) {
        for (version = 1; version <= CS_MAX_KEY_VERSION; version++) {
            status = ngx_http_countersign_keys_add(ctx, *purpose, version, keys);

            if (status != CS_OK && status != CS_NOT_FOUND) {
                return status;
            }
        }
    }

    return CS_OK;
}

void
ngx_http_countersign_keys(ngx_http_countersign_ctx_t *ctx)
{
    json_t *set, *keys = json_array();

    set = json_pack("{s:o}", "keys", keys);

    if (!ngx_http_countersign_own(ctx, set) || ngx_http_countersign_keys_collect(ctx, keys) != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_release_json(ctx, ctx->route->success, "application/json", set);
}
