/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/audit/checkpoint: the newest signed note, as text, since that is its format (C2SP). */
#include "hook.h"
#include "request.h"
#include "route.h"

static void
ngx_http_countersign_checkpoint_recorded(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *answer;
    const char *note;

    if (cs_json_parse(&ctx->pool, body, &answer, NULL) != CS_OK || (note = cs_json_get_text(answer, "note")) == NULL) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_release(ctx, ctx->route->success, "text/plain; charset=utf-8", cs_bytes_text(note));
}

void
ngx_http_countersign_checkpoint(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_record(ctx, ctx->route->statement, ctx->input, CS_BYTES_NONE,
                                ngx_http_countersign_checkpoint_recorded);
}
