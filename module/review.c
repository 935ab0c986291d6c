/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decision, and the second word on a break-glass: the countersignature is checked before the call, with the transport
 * key of this very connection where that is what the device signs with; the database checks it again, against the key
 * on record and the payload it pinned, and has the last word (GS-2.2.2).
 */
#include "code_half.h"
#include "hook.h"
#include "request.h"
#include "shape.h"
#include "worker.h"

#include "crypto/passkey.h"
#include "review/countersignature.h"

/* All but the passkey's signature, whose key is on record alone: that the database verifies. */
static cs_status_t
ngx_http_countersign_word_assertion(ngx_http_countersign_ctx_t *ctx, const cs_review_countersignature_t *said,
                                    cs_error_t *error)
{
    uint8_t challenge[CS_DIGEST_SIZE] = {0};
    cs_status_t status;
    cs_error_t inner = {0};
    const cs_passkey_expected_t expected = {
        .challenge = cs_bytes(challenge, sizeof(challenge)),
        .rp_id = (const char *)ctx->conf->rp_id.data,
        .origins = ctx->conf->origins->elts,
        .origin_count = ctx->conf->origins->nelts - 1, /* the list ends with NULL */
    };

    status = cs_review_signing_input_check(&ctx->pool, cs_bytes_text(cs_json_get_text(ctx->input, "signing_input")),
                                           said, challenge, error);
    if (status != CS_OK) {
        return status;
    }

    status = cs_passkey_assertion_read(&ctx->pool, json_object_get(ctx->input, "assertion"), &expected, &inner);

    return status == CS_OK || status == CS_NO_MEMORY
               ? status
               : cs_error_set(error, CS_BAD_COUNTERSIGNATURE, "/assertion", "%s", inner.text);
}

/* Signed by a key, or by a passkey: one of them, whole. */
static cs_status_t
ngx_http_countersign_word_form(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    bool key = json_object_get(ctx->input, "countersignature") != NULL;
    bool input = json_object_get(ctx->input, "signing_input") != NULL;
    bool assertion = json_object_get(ctx->input, "assertion") != NULL;

    return input == assertion && key != assertion
               ? CS_OK
               : cs_error_set(error, CS_MISSING_MEMBER, "/countersignature",
                              "there is a countersignature, or signing_input and assertion");
}

static cs_status_t
ngx_http_countersign_word_check(ngx_http_countersign_ctx_t *ctx, const cs_review_countersignature_t *expected,
                                cs_error_t *error)
{
    cs_status_t status;
    const char *countersignature;

    status = ngx_http_countersign_word_form(ctx, error);
    if (status != CS_OK) {
        return status;
    }

    if (json_object_get(ctx->input, "assertion") != NULL) {
        return ngx_http_countersign_word_assertion(ctx, expected, error);
    }

    countersignature = cs_json_get_text(ctx->input, "countersignature");

    return ngx_http_countersign_is_signed_apart(ctx, countersignature, CS_TYP_COUNTERSIGNATURE)
               ? CS_OK
               : cs_review_countersignature_check(&ctx->pool, cs_bytes_text(countersignature), ctx->transport_key,
                                                  expected, error);
}

cs_status_t
ngx_http_countersign_decision_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    const json_t *comment = json_object_get(ctx->input, "comment");
    const cs_review_countersignature_t expected = {
        .platform = ctx->policy->snapshot->platform,
        .review = ctx->object,
        .round = CS_COUNTERSIGNATURE_ANY,
        .base = CS_COUNTERSIGNATURE_ANY,
        .policy = CS_COUNTERSIGNATURE_ANY,
        .account = ctx->account,
        .verdict = cs_json_get_text(ctx->input, "verdict"),
        .comment = json_string_value(comment),
    };

    if (!json_is_string(comment) ||
        cs_text_length(cs_bytes_text(json_string_value(comment))) > NGX_HTTP_COUNTERSIGN_MAX_REASON) {
        return cs_error_set(error, CS_WRONG_TYPE, "/comment", "must be a text of at most %d characters",
                            NGX_HTTP_COUNTERSIGN_MAX_REASON);
    }

    status = ngx_http_countersign_word_check(ctx, &expected, error);

    return status == CS_OK ? ngx_http_countersign_code_half_prepare(ctx) : status;
}

cs_status_t
ngx_http_countersign_decision_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    bool due = json_is_true(json_object_get(answer, "code_half_due"));

    (void)json_object_del(answer, "code_half_due");

    return due ? ngx_http_countersign_code_half_show(ctx, answer) : CS_OK;
}

cs_status_t
ngx_http_countersign_reviewed_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    if (json_object_get(answer, "review") != NULL) {
        ctx->success = NGX_HTTP_ACCEPTED;
    }

    return CS_OK;
}

cs_status_t
ngx_http_countersign_break_glass_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    const cs_review_countersignature_t expected = {
        .platform = ctx->policy->snapshot->platform,
        .review = cs_json_get_text(ctx->input, "break_glass"),
        .kind = CS_JOINING_KIND,
        .round = 1,
        .stage = CS_JOINING_STAGE,
        .base = 0,
        .policy = CS_COUNTERSIGNATURE_ANY,
        .account = ctx->account,
        .verdict = "approve",
        .comment = "",
    };

    if (expected.review != NULL) {
        return ngx_http_countersign_word_check(ctx, &expected, error);
    }

    return json_object_size(ctx->input) == 1
               ? CS_OK
               : cs_error_set(error, CS_INVALID_VALUE, "/reason", "who asks says why; who joins names it, and signs");
}

cs_status_t
ngx_http_countersign_break_glass_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    const char *state = cs_json_get_text(json_object_get(answer, "break_glass"), "state");

    if (state != NULL && ngx_strcmp(state, "active") == 0) {
        ctx->success = NGX_HTTP_OK;
    }

    return CS_OK;
}
