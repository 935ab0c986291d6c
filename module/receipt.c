/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/deliveries/{id}/receipt: signed when asked for, never on the hot path (GS-4.3b). */
#include "hook.h"

#include "delivery/receipt.h"

cs_status_t
ngx_http_countersign_receipt_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    json_t *proof;
    cs_buffer_t receipt;
    cs_status_t status;
    const cs_key_t *key;

    cs_buffer_init(&receipt, &ctx->pool, CS_MAX_JWS);

    status = cs_keyring_get_key(ctx->conf->keyring, "identifier", 0, &key);

    if (status == CS_OK) {
        status = cs_delivery_receipt_make(&ctx->pool, key, answer, &receipt);
    }

    if (status != CS_OK) {
        return status;
    }

    proof = json_incref(json_object_get(answer, "proof"));

    if (json_object_clear(answer) != 0 ||
        json_object_set_new(answer, "receipt", json_string(cs_buffer_text(&receipt))) != 0 ||
        json_object_set_new(answer, "proof", proof != NULL ? proof : json_null()) != 0) {
        return CS_NO_MEMORY;
    }

    return CS_OK;
}
