/* SPDX-License-Identifier: Apache-2.0 */
/* Keys are opened, used and wiped within one function; what stays is the bytes to be sent. */
#include "envelope.h"
#include "unseal.h"

#include "record/identifier.h"

#define NGX_HTTP_COUNTERSIGN_MAX_HEAD (32 * 1024) /* the identifier, the title escaped, the obligations */

typedef struct {
    cs_record_revision_t of;
    cs_bytes_t content;
    cs_bytes_t title;
} ngx_http_countersign_opened_t;

static cs_status_t
ngx_http_countersign_envelope_open(ngx_http_countersign_ctx_t *ctx, const json_t *object, cs_bytes_t sealed,
                                   ngx_http_countersign_opened_t *opened)
{
    cs_status_t status;
    cs_secret_t key = {.size = 0};

    opened->of.record = cs_json_get_text(object, "record");
    opened->of.revision = (unsigned)cs_json_get_integer(object, "sealed_revision", 0);

    if (opened->of.record == NULL) {
        return CS_INTERNAL;
    }

    status = ngx_http_countersign_unseal_key(ctx, object, &opened->of, &key);

    if (status == CS_OK) {
        status = cs_record_content_open(&ctx->pool, &key, &opened->of, sealed, &opened->content);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_unseal_title(ctx, object, &opened->of, &key, &opened->title);
    }

    cs_secret_clear(&key);

    return status;
}

/* The content's canonical bytes stand in the envelope as they are. */
static cs_status_t
ngx_http_countersign_envelope_wrap(ngx_http_countersign_ctx_t *ctx, const ngx_http_countersign_envelope_t *envelope,
                                   const cs_access_decision_t *decision, const ngx_http_countersign_opened_t *opened,
                                   cs_buffer_t *body)
{
    size_t i;
    json_t *head, *obligations = json_array();
    cs_status_t status;

    for (i = 0; i < decision->obligation_count; i++) {
        json_array_append_new(obligations, json_string(decision->obligations[i]));
    }

    head =
        json_pack("{s:s, s:s, s:s, s:o, s:s%}", "identifier", envelope->identifier, "delivery", ctx->entry_id, "level",
                  envelope->level, "obligations", obligations, "title", opened->title.data, opened->title.size);

    status = head == NULL ? CS_NO_MEMORY : cs_json_canonical(head, body, NULL);
    json_decref(head);

    if (status != CS_OK) {
        return status;
    }

    body->size--; /* the closing brace comes behind the content */

    status = cs_buffer_append_text(body, ",\"content\":");

    if (status == CS_OK) {
        status = cs_buffer_append(body, opened->content);
    }

    return status == CS_OK ? cs_buffer_append_text(body, "}") : status;
}

static cs_status_t
ngx_http_countersign_envelope_digest(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_envelope_t *envelope)
{
    char *text;
    cs_status_t status;
    cs_buffer_t content_digest;
    uint8_t digest[CS_DIGEST_SIZE];

    cs_buffer_init(&content_digest, &ctx->pool, 128);
    text = cs_pool_alloc(&ctx->pool, CS_DIGEST_TEXT);

    status = text == NULL ? CS_NO_MEMORY : cs_digest(&envelope->body, 1, digest);

    if (status == CS_OK) {
        cs_digest_text(digest, text);
        ctx->digest = text;
        status = cs_record_content_digest(digest, &content_digest);
    }

    envelope->content_digest = cs_buffer_text(&content_digest);

    return status;
}

static cs_status_t
ngx_http_countersign_envelope_obligations(ngx_http_countersign_ctx_t *ctx, const cs_access_decision_t *decision,
                                          ngx_http_countersign_envelope_t *envelope)
{
    size_t i;
    cs_buffer_t text;
    cs_status_t status = CS_OK;

    cs_buffer_init(&text, &ctx->pool, 1024);

    for (i = 0; i < decision->obligation_count && status == CS_OK; i++) {
        status = cs_buffer_append_format(&text, "%s%s", i == 0 ? "" : ", ", decision->obligations[i]);
    }

    envelope->obligations = cs_buffer_text(&text);

    return status;
}

cs_status_t
ngx_http_countersign_envelope_make(ngx_http_countersign_ctx_t *ctx, const json_t *facts, cs_bytes_t sealed,
                                   const cs_access_decision_t *decision, ngx_http_countersign_envelope_t *out)
{
    cs_buffer_t body;
    cs_status_t status;
    ngx_http_countersign_opened_t opened;
    const json_t *object = json_object_get(facts, "object");
    const char *reader = cs_json_get_text(object, "reader");

    out->level = cs_json_get_text(object, "level");
    out->identifier = cs_json_get_text(object, "identifier");
    out->is_file = reader == NULL || ngx_strcmp(reader, "json") != 0;
    out->type = out->is_file ? cs_json_get_text(object, "media_type") : "application/json";

    if (out->level == NULL || out->identifier == NULL || out->type == NULL) {
        return CS_INTERNAL;
    }

    status = ngx_http_countersign_envelope_open(ctx, object, sealed, &opened);

    if (status == CS_OK && out->is_file) {
        out->body = opened.content;
    } else if (status == CS_OK) {
        cs_buffer_init(&body, &ctx->pool, opened.content.size + NGX_HTTP_COUNTERSIGN_MAX_HEAD);
        status = ngx_http_countersign_envelope_wrap(ctx, out, decision, &opened, &body);
        out->body = cs_buffer_bytes(&body);
    }

    if (status == CS_OK) {
        status = ngx_http_countersign_envelope_obligations(ctx, decision, out);
    }

    return status == CS_OK ? ngx_http_countersign_envelope_digest(ctx, out) : CS_INTERNAL;
}
