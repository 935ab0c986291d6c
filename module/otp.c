/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /v1/otp proposes a seed, POST /v1/otp/confirmation puts it in force,
 * POST /v1/sessions/current/step-up proves once more who is calling (JR-5.1).
 * The database reserves the try, the gateway, which alone can open the seed,
 * finds the code's step, the database uses the step.
 */
#include "otp.h"
#include "hook.h"
#include "request.h"
#include "route.h"
#include "worker.h"

#include "base/clock.h"
#include "identity/seed.h"

#define NGX_HTTP_COUNTERSIGN_MAX_SEALED 128 /* version, seed, CS_SEAL_OVERHEAD */

typedef struct {
    char otp[CS_OTP_TEXT];
    unsigned complete; /* the statement */
} ngx_http_countersign_otp_t;

void
ngx_http_countersign_otp_take(ngx_http_countersign_ctx_t *ctx, char otp[CS_OTP_TEXT])
{
    const char *text = cs_json_get_text(ctx->input, "otp");
    cs_bytes_t code = cs_bytes_text(text);

    otp[0] = '\0';

    if (text == NULL) {
        return;
    }

    if (cs_text_copy(code, otp, CS_OTP_TEXT) != CS_OK) {
        otp[0] = '\0';
    }

    cs_wipe((void *)code.data, code.size);
    (void)json_object_del(ctx->input, "otp");
}

static cs_status_t
ngx_http_countersign_otp_open(ngx_http_countersign_ctx_t *ctx, const char *account, const json_t *facts,
                              cs_buffer_t *seed)
{
    cs_buffer_t sealed;
    cs_status_t status;

    cs_buffer_init(&sealed, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_SEALED);
    cs_buffer_init(seed, &ctx->pool, CS_OTP_SEED_SIZE);

    status = cs_hex_decode(cs_bytes_text(cs_json_get_text(facts, "sealed")), &sealed);

    return status == CS_OK ? cs_identity_seed_open(&ctx->pool, ctx->conf->keyring, CS_SEED_OF_CODES, account,
                                                   cs_buffer_bytes(&sealed), seed)
                           : status;
}

cs_status_t
ngx_http_countersign_otp_check(ngx_http_countersign_ctx_t *ctx, const char *account, const json_t *facts,
                               const char otp[CS_OTP_TEXT], json_t *out)
{
    int64_t step;
    cs_buffer_t seed;
    cs_status_t status;

    status = ngx_http_countersign_otp_open(ctx, account, facts, &seed);

    if (status == CS_OK) {
        status = cs_identity_otp_check(cs_buffer_bytes(&seed), otp, (unsigned)cs_json_get_integer(facts, "window", 0),
                                       cs_clock_now_us() / 1000000, &step);
    }

    if (seed.data != NULL) {
        cs_wipe(seed.data, seed.capacity);
    }

    if (status != CS_OK && status != CS_INVALID_OTP) {
        return status;
    }

    return json_object_set_new(out, "step", status == CS_OK ? json_integer(step) : json_null()) == 0 ? CS_OK
                                                                                                     : CS_NO_MEMORY;
}

/* --- a code is tried: for a step-up, or the first of a proposed seed */

static void
ngx_http_countersign_otp_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts;
    cs_status_t status;
    ngx_http_countersign_otp_t *work = ctx->work;

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_otp_check(ctx, ctx->account, facts, work->otp, ctx->input);
    }

    /* Which try, or which seed, it was. */
    if (status == CS_OK) {
        const char *member = work->complete == CS_STATEMENT_CONFIRM_CODE ? "sealed" : "attempt";

        status = ngx_http_countersign_input_set(ctx, member, cs_json_get_text(facts, member));
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_record(ctx, work->complete, ctx->input, CS_BYTES_NONE, ngx_http_countersign_answer);
}

static void
ngx_http_countersign_otp_try(ngx_http_countersign_ctx_t *ctx, unsigned begin, unsigned complete)
{
    ngx_http_countersign_otp_t *work;

    work = cs_pool_zalloc_secret(&ctx->pool, sizeof(ngx_http_countersign_otp_t));
    if (work == NULL) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    ngx_http_countersign_otp_take(ctx, work->otp);
    work->complete = complete;
    ctx->work = work;

    ngx_http_countersign_facts(ctx, begin, ctx->input, ngx_http_countersign_otp_ready);
}

void
ngx_http_countersign_otp_confirm(ngx_http_countersign_ctx_t *ctx)
{
    ngx_http_countersign_otp_try(ctx, CS_STATEMENT_READ_PROPOSED_CODE, CS_STATEMENT_CONFIRM_CODE);
}

/* A passkey's key is on record alone: the database makes the challenge and checks what was made over it. */
static cs_status_t
ngx_http_countersign_step_up_form(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    bool otp = json_object_get(ctx->input, "otp") != NULL;
    bool assertion = json_object_get(ctx->input, "assertion") != NULL;
    bool at = json_object_get(ctx->input, "at") != NULL;

    return at == assertion && otp != assertion
               ? CS_OK
               : cs_error_set(error, CS_MISSING_MEMBER, "/otp", "a step-up has an otp, or an assertion and its at");
}

void
ngx_http_countersign_step_up(ngx_http_countersign_ctx_t *ctx)
{
    cs_status_t status;
    cs_error_t error = {0};

    status = ngx_http_countersign_step_up_form(ctx, &error);

    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, &error);
        return;
    }

    if (json_object_get(ctx->input, "assertion") != NULL) {
        ngx_http_countersign_record(ctx, CS_STATEMENT_STEP_UP_BY_PASSKEY, ctx->input, CS_BYTES_NONE,
                                    ngx_http_countersign_answer);
        return;
    }

    ngx_http_countersign_otp_try(ctx, CS_STATEMENT_BEGIN_STEP_UP, CS_STATEMENT_COMPLETE_STEP_UP);
}

/* --- a seed is proposed: shown once, as a URI */

cs_status_t
ngx_http_countersign_otp_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    cs_buffer_t sealed;
    uint8_t *seed;

    seed = cs_pool_zalloc_secret(&ctx->pool, CS_OTP_SEED_SIZE);
    if (seed == NULL) {
        return CS_NO_MEMORY;
    }

    ctx->work = seed;
    cs_buffer_init(&sealed, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_SEALED);

    status = cs_random(seed, CS_OTP_SEED_SIZE);

    if (status == CS_OK) {
        status = cs_identity_seed_seal(&ctx->pool, ctx->conf->keyring, CS_SEED_OF_CODES, ctx->account,
                                       cs_bytes(seed, CS_OTP_SEED_SIZE), &sealed);
    }

    return status == CS_OK ? ngx_http_countersign_input_set_hex(ctx, "sealed", cs_buffer_bytes(&sealed)) : status;
}

cs_status_t
ngx_http_countersign_otp_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    cs_buffer_t uri;
    cs_status_t status;

    cs_buffer_init(&uri, &ctx->pool, CS_MAX_OTP_URI);

    status = cs_identity_otp_uri(ctx->policy->snapshot->platform, cs_json_get_text(answer, "account"),
                                 cs_bytes(ctx->work, CS_OTP_SEED_SIZE), &uri);
    if (status != CS_OK) {
        return status;
    }

    (void)json_object_del(answer, "account");

    return json_object_set_new(answer, "uri", json_string(cs_buffer_text(&uri))) == 0 ? CS_OK : CS_NO_MEMORY;
}
