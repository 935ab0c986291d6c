/* SPDX-License-Identifier: Apache-2.0 */
#include "dpop.h"
#include "request.h"

#include "identity/nonce.h"

bool
ngx_http_countersign_dpop_is_shown(ngx_http_countersign_ctx_t *ctx)
{
    char nonce[CS_NONCE_TEXT];
    ngx_uint_t count;

    (void)ngx_http_countersign_header_get(ctx->request, "DPoP", &count);

    if (count > 0 && ctx->nonce == NULL &&
        cs_identity_nonce_make(ctx->conf->keyring, cs_clock_now_us() / 1000000, nonce) == CS_OK) {
        ctx->nonce = cs_pool_text(&ctx->pool, nonce, CS_NONCE_TEXT - 1);
    }

    return count > 0;
}

static cs_status_t
ngx_http_countersign_dpop_keep(ngx_http_countersign_ctx_t *ctx, const cs_identity_proof_t *proof, bool fresh)
{
    ctx->transport = CS_TRANSPORT_BROWSER;
    ctx->transport_key = proof->key;
    ctx->thumbprint = cs_key_thumbprint(proof->key);

    if (!fresh) {
        return CS_OK;
    }

    ctx->proof = cs_pool_text(&ctx->pool, proof->name, CS_PROOF_NAME - 1);

    return ctx->proof == NULL ? CS_NO_MEMORY : CS_OK;
}

cs_status_t
ngx_http_countersign_dpop(ngx_http_countersign_ctx_t *ctx, cs_bytes_t token, cs_error_t *error)
{
    ngx_str_t header;
    ngx_uint_t count;
    cs_status_t status, kept;
    cs_identity_proof_t proof;
    ngx_http_request_t *r = ctx->request;
    const cs_identity_call_t call = {
        .method = cs_pool_text(&ctx->pool, r->method_name.data, r->method_name.len),
        .origins = ctx->conf->origins->elts,
        .path = cs_bytes(r->uri.data, r->uri.len),
        .token = token,
        .ring = ctx->conf->keyring,
        .now_s = cs_clock_now_us() / 1000000,
    };

    if (call.method == NULL) {
        return CS_NO_MEMORY;
    }

    /* nginx keeps each by itself; joined, two proofs would read as one of another form. */
    header = ngx_http_countersign_header_get(r, "DPoP", &count);
    if (count != 1) {
        return cs_error_set(error, CS_INVALID_PROOF, "", "one DPoP header is expected, with one proof in it");
    }

    status = cs_identity_proof_check(&ctx->pool, cs_bytes(header.data, header.len), &call, &proof, error);
    if (status != CS_OK && status != CS_USE_DPOP_NONCE) {
        return status;
    }

    kept = ngx_http_countersign_dpop_keep(ctx, &proof, status == CS_OK);

    return kept == CS_OK ? status : kept;
}
