/* SPDX-License-Identifier: Apache-2.0 */
/* What would come of asking: the payload is looked at, and made ready, as by the call that asks. */
#include "hook.h"
#include "request.h"
#include "shape.h"

typedef struct {
    const char *kind;
    const cs_shape_t *body;
    const char *path; /* the member for the id that the call has in its path, or NULL */
    cs_status_t (*prepare)(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);
} ngx_http_countersign_plan_t;

static const ngx_http_countersign_plan_t ngx_http_countersign_plans[] = {
    {"institution.admit", ngx_http_countersign_shape_institution, NULL, ngx_http_countersign_institution_prepare},
    {"institution.suspend", ngx_http_countersign_shape_reason, "institution", NULL},
    {"institution.reinstate", ngx_http_countersign_shape_reason, "institution", NULL},
    {"account.activate", ngx_http_countersign_shape_account, NULL, ngx_http_countersign_account_prepare},
    {"account.unlock", ngx_http_countersign_shape_reason, "account", NULL},
    {"account.reset", ngx_http_countersign_shape_reason, "account", ngx_http_countersign_reset_prepare},
    {"account.reinstate", ngx_http_countersign_shape_reason, "account", NULL},
    {"account.extend", ngx_http_countersign_shape_end_date, "account", NULL},
    {"account.transfer", ngx_http_countersign_shape_transfer, "account", NULL},
    {"device.bind", ngx_http_countersign_shape_proposal, NULL, ngx_http_countersign_device_prepare},
    {"agreement.sign", ngx_http_countersign_shape_agreement, NULL, ngx_http_countersign_agreement_prepare},
    {"record.publish", ngx_http_countersign_shape_publication, "record", NULL},
    {"record.reclassify", ngx_http_countersign_shape_reclassification, "record", NULL},
    {"record.destroy", ngx_http_countersign_shape_nothing, "record", NULL},
    {"policy.activate", ngx_http_countersign_shape_policies, NULL, ngx_http_countersign_policies_prepare},
    {"permission.grant", ngx_http_countersign_shape_permission, NULL, ngx_http_countersign_permission_prepare},
};

/* Two calls raise one kind: whoever forwards says to whom. */
static const ngx_http_countersign_plan_t ngx_http_countersign_plan_forwarding = {
    "permission.grant", ngx_http_countersign_shape_forwarding, "record", ngx_http_countersign_forwarding_prepare};

static const ngx_http_countersign_plan_t *
ngx_http_countersign_plan_find(const char *kind, const json_t *payload)
{
    size_t i;

    if (ngx_strcmp(kind, ngx_http_countersign_plan_forwarding.kind) == 0 && json_object_get(payload, "to") != NULL) {
        return &ngx_http_countersign_plan_forwarding;
    }

    for (i = 0; i < sizeof(ngx_http_countersign_plans) / sizeof(ngx_http_countersign_plans[0]); i++) {
        if (ngx_strcmp(ngx_http_countersign_plans[i].kind, kind) == 0) {
            return &ngx_http_countersign_plans[i];
        }
    }

    return NULL;
}

/* The shape of the call's body, without the id, which stands in its path. */
static cs_status_t
ngx_http_countersign_plan_check(ngx_http_countersign_ctx_t *ctx, const ngx_http_countersign_plan_t *plan,
                                json_t *payload, cs_error_t *error)
{
    cs_status_t status;
    const char *id = NULL;

    if (plan->path != NULL) {
        id = cs_json_get_text(payload, plan->path);

        if (id == NULL || !cs_uuid_check(cs_bytes_text(id))) {
            return cs_error_set(error, CS_WRONG_TYPE, "", "the payload names its %s by id", plan->path);
        }

        id = cs_pool_text(&ctx->pool, id, ngx_strlen(id));
        (void)json_object_del(payload, plan->path);
    }

    status = cs_shape_check(payload, plan->body, error);

    if (status == CS_OK && plan->path != NULL &&
        (id == NULL || json_object_set_new(payload, plan->path, json_string(id)) != 0)) {
        status = CS_NO_MEMORY;
    }

    return status;
}

/* Hooks work on the request's input, and name its object: both are lent to them. */
static cs_status_t
ngx_http_countersign_plan_hook(ngx_http_countersign_ctx_t *ctx, const ngx_http_countersign_plan_t *plan,
                               json_t *payload, cs_error_t *error)
{
    cs_status_t status;
    json_t *input = ctx->input;
    const char *object = ctx->object;

    if (plan->prepare == NULL) {
        return CS_OK;
    }

    ctx->input = payload;
    status = plan->prepare(ctx, error);
    ctx->input = input;
    ctx->object = object;

    return status;
}

cs_status_t
ngx_http_countersign_plan_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    cs_error_t inner = {.pointer = ""};
    char pointer[2 * CS_MAX_ERROR_POINTER];
    json_t *payload = json_object_get(ctx->input, "payload");
    const ngx_http_countersign_plan_t *plan =
        ngx_http_countersign_plan_find(cs_json_get_text(ctx->input, "kind"), payload);

    if (plan == NULL) {
        return cs_error_set(error, CS_INVALID_VALUE, "/kind", "no call asks for this");
    }

    status = ngx_http_countersign_plan_check(ctx, plan, payload, &inner);

    if (status == CS_OK) {
        status = ngx_http_countersign_plan_hook(ctx, plan, payload, &inner);
    }

    if (status == CS_OK || status == CS_NO_MEMORY) {
        return status;
    }

    ngx_snprintf((u_char *)pointer, sizeof(pointer), "/payload%s%Z", inner.pointer);

    return cs_error_set(error, status, pointer, "%s", inner.text);
}
