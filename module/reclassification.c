/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /v1/records/{record}/reclassification: what only the gateway can make of a
 * record of another level is made before that is asked for, and waits for the
 * decision: the title in the form of that level, and the identifier of the
 * revision to come (GS-4.1, GS-4.3a).
 */
#include "create_record.h"
#include "hook.h"
#include "request.h"
#include "unseal.h"
#include "worker.h"

static cs_status_t
ngx_http_countersign_reclassification_title(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    cs_bytes_t title;
    cs_status_t status;
    cs_secret_t key = {.size = 0};
    const cs_record_revision_t of = {ctx->object, (unsigned)cs_json_get_integer(facts, "sealed_revision", 0)};

    status = ngx_http_countersign_unseal_key(ctx, facts, &of, &key);

    if (status == CS_OK) {
        status = ngx_http_countersign_unseal_title(ctx, facts, &of, &key, &title);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_input_set(ctx, "title", cs_pool_text(&ctx->pool, title.data, title.size));
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_create_title(ctx, &of, &key);
    }

    cs_secret_clear(&key);

    return status;
}

static cs_status_t
ngx_http_countersign_reclassification_identify(ngx_http_countersign_ctx_t *ctx, const json_t *facts)
{
    cs_buffer_t jws;
    cs_status_t status;
    json_int_t revision = cs_json_get_integer(facts, "revision", 0);
    const cs_record_identifier_t identifier = {
        .of = {ctx->object, (unsigned)revision + 1},
        .at = cs_json_get_text(facts, "now"),
        .level = cs_json_get_text(ctx->input, "level"),
        .grade = cs_json_get_text(ctx->input, "grade"),
    };

    cs_buffer_init(&jws, &ctx->pool, CS_MAX_JWS);

    status = cs_record_identifier_renew(&ctx->pool, ctx->conf->keyring, cs_json_get_text(facts, "identifier"),
                                        &identifier, &jws);

    if (status == CS_OK) {
        status = ngx_http_countersign_input_set(ctx, "identifier", cs_buffer_text(&jws));
    }

    return status == CS_OK && json_object_set_new(ctx->input, "revision", json_integer(revision)) != 0 ? CS_NO_MEMORY
                                                                                                       : status;
}

/* Without facts there is nothing to be made: asking says why, and to a repeated call what it was told before. */
static void
ngx_http_countersign_reclassification_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts;
    cs_status_t status;

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK && json_object_size(facts) > 0) {
        status = ngx_http_countersign_reclassification_title(ctx, facts);

        if (status == CS_OK) {
            status = ngx_http_countersign_reclassification_identify(ctx, facts);
        }
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_record(ctx, CS_STATEMENT_RECLASSIFY_RECORD, ctx->input, CS_BYTES_NONE,
                                ngx_http_countersign_answer);
}

static void
ngx_http_countersign_reclassification_begin(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_facts(ctx, CS_STATEMENT_PREPARE_RECLASSIFICATION, ctx->input,
                               ngx_http_countersign_reclassification_ready);
}

void
ngx_http_countersign_reclassification(ngx_http_countersign_ctx_t *ctx)
{
    ctx->again = ngx_http_countersign_reclassification_begin;

    ngx_http_countersign_reclassification_begin(ctx);
}
