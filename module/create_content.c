/* SPDX-License-Identifier: Apache-2.0 */
/* A type names its reader: "json" is kept in RFC 8785 form, "opaque" as the bytes that came (JR-10.1). */
#include "create_record.h"
#include "request.h"
#include "shape.h"
#include "worker.h"

static cs_status_t
ngx_http_countersign_create_content_json(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work,
                                         cs_error_t *error)
{
    cs_status_t status;
    cs_buffer_t canonical;
    cs_error_t inner = {0};
    const json_t *content = json_object_get(ctx->input, "content");
    const char *wanted = cs_json_get_text(work->type->schema, "type");

    if (content == NULL) {
        return cs_error_set(error, CS_MISSING_MEMBER, "/content", "this type is read as JSON");
    }

    if (wanted != NULL && ngx_strcmp(wanted, "object") == 0 && !json_is_object(content)) {
        return cs_error_set(error, CS_INVALID_VALUE, "/content", "an object is expected");
    }

    cs_buffer_init(&canonical, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_JSON_CONTENT);

    status = cs_json_canonical(content, &canonical, &inner);
    if (status != CS_OK) {
        return status == CS_FULL ? CS_TOO_LARGE : cs_error_set(error, status, "/content", "%s", inner.text);
    }

    work->content = cs_buffer_bytes(&canonical);
    work->media_type = work->type->media_type != NULL ? work->type->media_type : "application/json";

    return CS_OK;
}

/* It becomes a header of answers: one slash, no control characters, nothing that needs quoting. */
static bool
ngx_http_countersign_create_content_is_media_type(const char *text)
{
    const char *p;
    size_t slashes = 0;

    for (p = text; *p != '\0'; p++) {
        if (*p == '/') {
            slashes++;
        } else if (!(*p >= 'a' && *p <= 'z') && !(*p >= 'A' && *p <= 'Z') && !(*p >= '0' && *p <= '9') &&
                   strchr(".+-;= ", *p) == NULL) {
            return false;
        }
    }

    return slashes == 1 && text[0] != '/' && p[-1] != '/';
}

static cs_status_t
ngx_http_countersign_create_content_file(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work,
                                         cs_error_t *error)
{
    cs_buffer_t content;
    cs_status_t status;
    const char *text = cs_json_get_text(ctx->input, "content_base64");
    const char *media_type = cs_json_get_text(ctx->input, "media_type");

    if (text == NULL || media_type == NULL) {
        return cs_error_set(error, CS_MISSING_MEMBER, text == NULL ? "/content_base64" : "/media_type",
                            "this type is kept as it is");
    }

    if (!ngx_http_countersign_create_content_is_media_type(media_type)) {
        return cs_error_set(error, CS_WRONG_TYPE, "/media_type", "it is no media type");
    }

    cs_buffer_init(&content, &ctx->pool, NGX_HTTP_COUNTERSIGN_MAX_CONTENT);

    status = cs_base64_decode(cs_bytes_text(text), &content);
    if (status == CS_MALFORMED) {
        return cs_error_set(error, CS_WRONG_TYPE, "/content_base64", "it is not base64 in its one form");
    }

    work->content = cs_buffer_bytes(&content);
    work->media_type = cs_pool_text(&ctx->pool, media_type, ngx_strlen(media_type));

    return status == CS_FULL ? CS_TOO_LARGE : status;
}

/* The reader of the type; what belongs to the other one is refused. */
static cs_status_t
ngx_http_countersign_create_content_read(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work,
                                         cs_error_t *error)
{
    bool json;
    const char *foreign;

    work->type = cs_policy_find_type(ctx->policy->snapshot, cs_json_get_text(ctx->input, "type"));
    if (work->type == NULL) {
        return cs_error_set(error, CS_INVALID_VALUE, "/type", "there is no such type");
    }

    json = ngx_strcmp(work->type->reader, "json") == 0;
    foreign = json ? "content_base64" : "content";

    if (json_object_get(ctx->input, foreign) != NULL) {
        return cs_error_set(error, CS_UNKNOWN_MEMBER, json ? "/content_base64" : "/content",
                            "it does not go with this type");
    }

    if (json && json_object_get(ctx->input, "media_type") != NULL) {
        return cs_error_set(error, CS_UNKNOWN_MEMBER, "/media_type", "it does not go with this type");
    }

    return json ? ngx_http_countersign_create_content_json(ctx, work, error)
                : ngx_http_countersign_create_content_file(ctx, work, error);
}

static cs_status_t
ngx_http_countersign_create_content_audience(ngx_http_countersign_ctx_t *ctx, cs_error_t *error)
{
    json_t *only;
    const char *word = cs_json_get_text(ctx->input, "audience");

    if (word != NULL) {
        return ngx_strcmp(word, "members") == 0
                   ? CS_OK
                   : cs_error_set(error, CS_WRONG_TYPE, "/audience", "must be \"members\" or institution codes");
    }

    only = json_pack("{s:O}", "audience", json_object_get(ctx->input, "audience"));

    return ngx_http_countersign_own(ctx, only) ? cs_shape_check(only, ngx_http_countersign_shape_audience, error)
                                               : CS_NO_MEMORY;
}

cs_status_t
ngx_http_countersign_create_content_check(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_create_t *work,
                                          cs_error_t *error)
{
    cs_status_t status;
    const char *attestation;

    status = ngx_http_countersign_create_content_audience(ctx, error);

    if (status == CS_OK) {
        status = ngx_http_countersign_create_content_read(ctx, work, error);
    }

    if (status == CS_OK) {
        status = cs_digest(&work->content, 1, work->digest);
    }

    if (status != CS_OK) {
        return status;
    }

    attestation = cs_json_get_text(ctx->input, "attestation");

    return ngx_http_countersign_is_signed_apart(ctx, attestation, CS_TYP_ATTESTATION)
               ? CS_OK
               : cs_record_attestation_check(&ctx->pool, cs_bytes_text(attestation), ctx->transport_key, work->digest,
                                             error);
}
