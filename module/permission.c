/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /v1/permission-requests, and forwarding, which asks in another's name:
 * the facts, their grade, and only then the asking (GS-3.2).  Where policy or
 * facts moved in between, all of it is done once more, then refused.
 */
#include "hook.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#include "access/risk.h"

static void ngx_http_countersign_permission_begin(ngx_http_countersign_ctx_t *ctx);

/* What each kind of request says; what is not among it, the other kind alone says. */
static const struct {
    const char *member;
    bool data;
    bool required;
} ngx_http_countersign_permission_members[] = {
    {"permission", false, true}, {"scope", true, true},   {"max_level", true, true},
    {"operations", true, true},  {"purpose", true, true}, {"agreement", true, false},
};

/* A permission request is of one kind, and brings the id that its grant will bear. */
cs_status_t
ngx_http_countersign_permission_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    char pointer[CS_MAX_ERROR_POINTER];
    const char *kind = cs_json_get_text(ctx->input, "kind"), *member;
    bool data = ngx_strcmp(kind, "data") == 0, there;
    size_t i;

    for (i = 0;
         i < sizeof(ngx_http_countersign_permission_members) / sizeof(ngx_http_countersign_permission_members[0]);
         i++) {
        member = ngx_http_countersign_permission_members[i].member;
        there = json_object_get(ctx->input, member) != NULL;
        snprintf(pointer, sizeof(pointer), "/%s", member);

        if (ngx_http_countersign_permission_members[i].data != data && there) {
            return cs_error_set(error, CS_UNKNOWN_MEMBER, pointer, "this is no member of a request for %s", kind);
        }

        if (ngx_http_countersign_permission_members[i].data == data &&
            ngx_http_countersign_permission_members[i].required && !there) {
            return cs_error_set(error, CS_MISSING_MEMBER, pointer, "a request for %s says it", kind);
        }
    }

    return ngx_http_countersign_input_set_id(ctx, "grant");
}

/* So does what is asked for in another's name; the entry is about the record. */
cs_status_t
ngx_http_countersign_forwarding_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    const char *record = ctx->object;

    (void)error;

    status = ngx_http_countersign_input_set_id(ctx, "grant");
    ctx->object = record;

    return status;
}

/* An agreement brings its id. */
cs_status_t
ngx_http_countersign_agreement_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    (void)error;

    return ngx_http_countersign_input_set_id(ctx, "agreement");
}

/* The grade, and what it was made from, as the database will keep it. */
static cs_status_t
ngx_http_countersign_permission_grade(ngx_http_countersign_ctx_t *ctx, const json_t *known)
{
    json_t *described;
    cs_risk_t risk;
    cs_status_t status;
    cs_risk_facts_t facts;
    const json_t *inputs = json_object_get(known, "inputs");
    const cs_policy_t *policy = ctx->policy->snapshot;

    /* Nothing that could be graded: asking says why, and to a repeated call what it was told before. */
    if (json_is_null(inputs)) {
        return CS_OK;
    }

    if (cs_json_get_integer(known, "policy", -1) != (json_int_t)policy->number) {
        return CS_POLICY_MOVED;
    }

    status = cs_risk_facts_read(inputs, &facts);
    if (status != CS_OK) {
        return CS_INTERNAL;
    }

    cs_risk_grade(&facts, &policy->risk, &risk);

    described = cs_risk_describe(&risk);

    return described != NULL && json_object_update(described, (json_t *)known) == 0 &&
                   json_object_set(ctx->input, "risk", described) == 0 && ngx_http_countersign_own(ctx, described)
               ? CS_OK
               : CS_NO_MEMORY;
}

static void
ngx_http_countersign_permission_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *known;
    cs_status_t status;

    status = cs_json_parse(&ctx->pool, body, &known, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_permission_grade(ctx, known);
    }

    if (status == CS_POLICY_MOVED && ngx_http_countersign_again(ctx)) {
        return;
    }

    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, NULL);
        return;
    }

    ngx_http_countersign_record(ctx, ctx->route->statement, ctx->input, CS_BYTES_NONE, ngx_http_countersign_answer);
}

static void
ngx_http_countersign_permission_begin(ngx_http_countersign_ctx_t *ctx)
{
    unsigned facts = ctx->route->statement == CS_STATEMENT_FORWARD_RECORD ? CS_STATEMENT_PREPARE_FORWARDING
                                                                          : CS_STATEMENT_PREPARE_REQUEST;

    ngx_http_countersign_facts(ctx, facts, ctx->input, ngx_http_countersign_permission_ready);
}

void
ngx_http_countersign_permission(ngx_http_countersign_ctx_t *ctx)
{
    ctx->again = ngx_http_countersign_permission_begin;

    ngx_http_countersign_permission_begin(ctx);
}
