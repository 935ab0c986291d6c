/* SPDX-License-Identifier: Apache-2.0 */
/* A permission request asks for one thing, and brings the id that its grant will bear. */
#include "hook.h"
#include "request.h"

cs_status_t
ngx_http_countersign_permission_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    if (json_object_size(json_object_get(ctx->input, "scope")) != 1) {
        return cs_error_set(error, CS_INVALID_VALUE, "/scope", "one of record, type and category is expected");
    }

    return ngx_http_countersign_input_set_id(ctx, "grant");
}
