/* SPDX-License-Identifier: Apache-2.0 */
/* A half lives from the request to its answer, and is wiped with the request. */
#include "code_half.h"
#include "request.h"

#include "identity/enrolment.h"

cs_status_t
ngx_http_countersign_code_half_prepare(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;
    cs_identity_code_half_t *half;

    half = cs_pool_zalloc_secret(&ctx->pool, sizeof(cs_identity_code_half_t));
    if (half == NULL) {
        return CS_NO_MEMORY;
    }

    ctx->work = half;

    status = cs_identity_code_half_make(half);

    return status == CS_OK ? ngx_http_countersign_input_set(ctx, "code_half_digest", half->digest) : status;
}

cs_status_t
ngx_http_countersign_code_half_show(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    const cs_identity_code_half_t *half = ctx->work;

    return json_object_set_new(answer, "code_half", json_string(half->text)) == 0 ? CS_OK : CS_NO_MEMORY;
}
