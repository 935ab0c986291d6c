/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The phrase by which a person knows the platform (JR-11.3.1): shown to a
 * bound device before it sends the password, and to who is signed in.  The
 * database keeps it sealed.
 */
#include "hook.h"
#include "request.h"
#include "shape.h"

#include "identity/seed.h"

#define NGX_HTTP_COUNTERSIGN_MAX_SEALED_PHRASE (4 * NGX_HTTP_COUNTERSIGN_MAX_PHRASE + 64)

cs_status_t
ngx_http_countersign_phrase_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    cs_status_t status;
    cs_buffer_t sealed;
    cs_bytes_t phrase = cs_bytes_text(cs_json_get_text(ctx->input, "phrase"));

    cs_buffer_init(&sealed, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_SEALED_PHRASE);

    status = cs_identity_seed_seal(&ctx->pool, ctx->conf->keyring, CS_SEED_OF_PHRASE, ctx->account, phrase, &sealed);
    if (status != CS_OK) {
        return status;
    }

    cs_wipe((void *)phrase.data, phrase.size);
    (void)json_object_del(ctx->input, "phrase");

    return ngx_http_countersign_input_set_hex(ctx, "sealed", cs_buffer_bytes(&sealed));
}

cs_status_t
ngx_http_countersign_terminal_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    return ngx_http_countersign_input_set(ctx, "thumbprint", ctx->thumbprint);
}

/* The answer's `sealed` becomes `phrase`. */
static cs_status_t
ngx_http_countersign_phrase_open(ngx_http_countersign_ctx_t *ctx, const char *account, json_t *answer)
{
    cs_status_t status;
    cs_buffer_t sealed, phrase;
    const char *hex = cs_json_get_text(answer, "sealed");

    cs_buffer_init(&sealed, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_SEALED_PHRASE);
    cs_buffer_init(&phrase, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_SEALED_PHRASE);

    if (hex != NULL) {
        status = cs_hex_decode(cs_bytes_text(hex), &sealed);

        if (status == CS_OK) {
            status = cs_identity_seed_open(&ctx->pool, ctx->conf->keyring, CS_SEED_OF_PHRASE, account,
                                           cs_buffer_bytes(&sealed), &phrase);
        }

        if (status != CS_OK) {
            return CS_INTERNAL;
        }
    }

    if (json_object_set_new(answer, "phrase", hex == NULL ? json_null() : json_string(cs_buffer_text(&phrase))) != 0) {
        return CS_NO_MEMORY;
    }

    return json_object_del(answer, "sealed") == 0 ? CS_OK : CS_INTERNAL;
}

cs_status_t
ngx_http_countersign_phrase_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    cs_status_t status;

    status = ngx_http_countersign_phrase_open(ctx, cs_json_get_text(answer, "account"), answer);

    return status == CS_OK && json_object_del(answer, "account") != 0 ? CS_INTERNAL : status;
}

cs_status_t
ngx_http_countersign_me_finish(ngx_http_countersign_ctx_t *ctx, json_t *answer)
{
    return ngx_http_countersign_phrase_open(ctx, ctx->account, answer);
}
