/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POST /v1/records, and PUT for a further revision: the content in the form its
 * type is read in, a data key of its own, the identifier.  What reaches the database is ciphertext
 * (GS-2.3.2, GS-4.2).
 */
#include "hook.h"
#include "create_record.h"
#include "request.h"
#include "worker.h"

#define NGX_HTTP_COUNTERSIGN_SEALED_ABOVE "confidential" /* titles above it are ciphertext too */

static cs_status_t
ngx_http_countersign_create_identify(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work,
                                     const json_t *facts, const uint8_t salt[CS_RECORD_SALT_SIZE])
{
    cs_buffer_t jws;
    cs_status_t status;
    const cs_key_t *key;
    const cs_record_identifier_t identifier = {
        .of = work->of,
        .creator = cs_json_get_text(facts, "account"),
        .institution = cs_json_get_text(facts, "institution"),
        .at = cs_json_get_text(facts, "now"),
        .level = cs_json_get_text(ctx->input, "level"),
        .grade = cs_json_get_text(ctx->input, "grade"),
    };

    cs_buffer_init(&jws, &ctx->pool, CS_MAX_JWS);

    status = cs_keyring_get_key(ctx->conf->keyring, "identifier", 0, &key);

    if (status == CS_OK) {
        status = cs_record_identifier_make(&ctx->pool, key, &identifier, salt, work->content, &jws);
    }

    return status == CS_OK ? ngx_http_countersign_input_set(ctx, "identifier", cs_buffer_text(&jws)) : status;
}

cs_status_t
ngx_http_countersign_create_title(ngx_http_countersign_ctx_t *ctx, const cs_record_revision_t *of,
                                  const cs_secret_t *key)
{
    cs_bytes_t title;
    cs_buffer_t sealed;
    cs_status_t status;
    const cs_policy_t *policy = ctx->policy->snapshot;

    if (cs_policy_find_level(policy, cs_json_get_text(ctx->input, "level")) <=
        cs_policy_find_level(policy, NGX_HTTP_COUNTERSIGN_SEALED_ABOVE)) {
        return CS_OK;
    }

    title = cs_bytes_text(cs_json_get_text(ctx->input, "title"));
    cs_buffer_init(&sealed, &ctx->pool, title.size + 64);

    status = cs_record_title_seal(&ctx->pool, key, of, title, &sealed);

    if (status == CS_OK) {
        status = ngx_http_countersign_input_set_hex(ctx, "title_sealed", cs_buffer_bytes(&sealed));
    }

    (void)json_object_del(ctx->input, "title");

    return status;
}

static cs_status_t
ngx_http_countersign_create_content(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work,
                                    const json_t *facts, const cs_secret_t *key)
{
    cs_status_t status;
    uint8_t salt[CS_RECORD_SALT_SIZE];

    cs_buffer_init(&work->sealed, &ctx->pool, work->content.size + CS_RECORD_SALT_SIZE + 64);

    status = cs_random(salt, sizeof(salt));

    if (status == CS_OK) {
        status = cs_record_content_seal(&ctx->pool, key, &work->of, salt, work->content, &work->sealed);
    }

    return status == CS_OK ? ngx_http_countersign_create_identify(ctx, work, facts, salt) : status;
}

static cs_status_t
ngx_http_countersign_create_key(ngx_http_countersign_ctx_t *ctx, const json_t *facts, cs_secret_t *key)
{
    cs_buffer_t wrapped;
    cs_status_t status;

    cs_buffer_init(&wrapped, &ctx->pool, CS_MAX_WRAPPED_KEY);

    status = cs_hex_decode(cs_bytes_text(cs_json_get_text(facts, "institution_key")), &wrapped);
    if (status != CS_OK) {
        return status;
    }

    return cs_record_institution_key_open(&ctx->pool, ctx->conf->keyring, cs_json_get_text(facts, "institution"),
                                          cs_buffer_bytes(&wrapped), key);
}

static cs_status_t
ngx_http_countersign_create_seal(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work,
                                 const json_t *facts)
{
    cs_status_t status;
    cs_buffer_t wrapped;
    cs_secret_t institution_key = {.size = 0}, key = {.size = 0};

    cs_buffer_init(&wrapped, &ctx->pool, CS_MAX_WRAPPED_KEY);

    status = ngx_http_countersign_create_key(ctx, facts, &institution_key);

    if (status == CS_OK) {
        status = cs_record_data_key_make(&ctx->pool, &institution_key, &work->of, &key, &wrapped);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_input_set_hex(ctx, "wrapped_key", cs_buffer_bytes(&wrapped));
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_create_content(ctx, work, facts, &key);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_create_title(ctx, &work->of, &key);
    }

    cs_secret_clear(&institution_key);
    cs_secret_clear(&key);

    return status;
}

/* What the database is told of the content, which it cannot read. */
static cs_status_t
ngx_http_countersign_create_describe(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work)
{
    char digest[CS_DIGEST_TEXT];
    cs_status_t status;

    (void)json_object_del(ctx->input, "content");
    (void)json_object_del(ctx->input, "content_base64");

    cs_digest_text(work->digest, digest);

    status = ngx_http_countersign_input_set(ctx, "content_digest", digest);

    if (status == CS_OK) {
        status = ngx_http_countersign_input_set(ctx, "media_type", work->media_type);
    }

    if (status == CS_OK &&
        (json_object_set_new(ctx->input, "size_bytes", json_integer((json_int_t)work->content.size)) != 0 ||
         json_object_set_new(ctx->input, "revision", json_integer((json_int_t)work->of.revision)) != 0)) {
        status = CS_NO_MEMORY;
    }

    return status;
}

/* A new record has no id before this; of one that there is, the path says which. */
static cs_status_t
ngx_http_countersign_create_name(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work,
                                 const json_t *facts)
{
    cs_status_t status = work->is_new ? ngx_http_countersign_input_set_id(ctx, "record") : CS_OK;

    work->of = (cs_record_revision_t){ctx->object, (unsigned)cs_json_get_integer(facts, "revision", 1)};

    return status;
}

static void
ngx_http_countersign_create_ready(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    json_t *facts;
    cs_status_t status;
    cs_error_t error = {0};
    ngx_http_countersign_create_t *work = ctx->work;

    status = ngx_http_countersign_create_content_check(ctx, work, &error);
    if (status != CS_OK) {
        ngx_http_countersign_refuse(ctx, status, &error);
        return;
    }

    status = cs_json_parse(&ctx->pool, body, &facts, NULL);

    if (status == CS_OK) {
        status = ngx_http_countersign_create_name(ctx, work, facts);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_create_seal(ctx, work, facts);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_create_describe(ctx, work);
    }

    if (status != CS_OK) {
        ngx_http_countersign_failed(ctx, CS_INTERNAL);
        return;
    }

    ngx_http_countersign_record(ctx, work->is_new ? CS_STATEMENT_CREATE_RECORD : CS_STATEMENT_REVISE_RECORD, ctx->input,
                                cs_buffer_bytes(&work->sealed), ngx_http_countersign_answer);
}

static json_t *
ngx_http_countersign_create_question(const json_t *input)
{
    return json_pack("{s:O, s:O, s:O, s:O, s:O*}", "type", json_object_get(input, "type"), "category",
                     json_object_get(input, "category"), "level", json_object_get(input, "level"), "grade",
                     json_object_get(input, "grade"), "record", json_object_get(input, "record"));
}

void
ngx_http_countersign_create_record(ngx_http_countersign_ctx_t *ctx)
{
    json_t *question;
    ngx_http_countersign_create_t *work;

    work = cs_pool_zalloc(&ctx->pool, sizeof(ngx_http_countersign_create_t));
    question = ngx_http_countersign_create_question(ctx->input);

    if (work == NULL || !ngx_http_countersign_own(ctx, question)) {
        ngx_http_countersign_failed(ctx, CS_NO_MEMORY);
        return;
    }

    ctx->work = work;
    work->is_new = ctx->object == NULL;

    /* Canonical form costs: first it is known that somebody signed in who may create. */
    ngx_http_countersign_facts(ctx, CS_STATEMENT_PREPARE_RECORD, question, ngx_http_countersign_create_ready);
}
