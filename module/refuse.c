/* SPDX-License-Identifier: Apache-2.0 */
/* A refusal is told only after it is in the log (GS-2.2.1); without its entry there is only 503. */
#include "request.h"

static void
ngx_http_countersign_refuse_recorded(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    const json_t *members = ctx->work;

    ngx_http_countersign_problem(ctx, (cs_status_t)cs_json_get_integer(members, "number", CS_INTERNAL), members);
}

/* What the check found, for the problem document. */
static json_t *
ngx_http_countersign_refuse_members(cs_status_t status, const cs_error_t *error)
{
    json_t *members;

    members = json_pack("{s:i}", "number", (int)status);

    if (members == NULL || error == NULL || error->status != status) {
        return members;
    }

    if (error->text[0] != '\0') {
        json_object_set_new(members, "detail", json_string(error->text));
    }

    if (error->pointer[0] != '\0') {
        json_object_set_new(members, "pointer", json_string(error->pointer));
    }

    return members;
}

static void
ngx_http_countersign_refuse_record(ngx_http_countersign_ctx_t *ctx, cs_status_t status, const cs_error_t *error)
{
    json_t *members, *input;

    members = ngx_http_countersign_refuse_members(status, error);
    input = json_pack("{s:s}", "code", cs_status_name(status));

    if (!ngx_http_countersign_own(ctx, members) || !ngx_http_countersign_own(ctx, input)) {
        ngx_http_countersign_problem(ctx, CS_INTERNAL, NULL);
        return;
    }

    ctx->work = members;
    ctx->key = NULL; /* a refusal is no answer to repeat */

    ngx_http_countersign_record(ctx, CS_STATEMENT_RECORD_REFUSAL, input, CS_BYTES_NONE,
                                ngx_http_countersign_refuse_recorded);
}

void
ngx_http_countersign_refuse(ngx_http_countersign_ctx_t *ctx, cs_status_t status, const cs_error_t *error)
{
    switch (cs_status_category(status)) {
    case CS_CATEGORY_REFUSED:
    case CS_CATEGORY_INVALID:
    case CS_CATEGORY_CONFLICT:
        ngx_http_countersign_refuse_record(ctx, status, error);
        break;
    case CS_CATEGORY_UNAVAILABLE:
        ngx_http_countersign_problem(ctx, status, NULL);
        break;
    default:
        ngx_http_countersign_failed(ctx, status);
    }
}
