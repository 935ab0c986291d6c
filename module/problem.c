/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Problem details (RFC 9457): a code from the closed list, a title in the
 * reader's language, and of the members that the database or a check adds
 * only those named here.  Nothing else leaks; what is ours to repair is one
 * neutral sentence.
 */
#include "request.h"
#include "route.h"

#define NGX_HTTP_COUNTERSIGN_RETRY_AFTER 1 /* seconds: the probe comes that often */

static const char *const ngx_http_countersign_problem_members[] = {
    "detail", "clause", "pointer", "review", "attempts_left", "retry_after",
};

/* The quality of a language in Accept-Language, in thousandths; -1 where it is not named. */
static ngx_int_t
ngx_http_countersign_problem_quality(ngx_str_t header, const char *language)
{
    u_char *q, *comma, *end = header.data + header.len;
    u_char *at = header.data;
    size_t len = ngx_strlen(language);
    ngx_int_t quality;

    for (; at < end; at = comma + 1) {
        while (at < end && *at == ' ') {
            at++;
        }

        comma = ngx_strlchr(at, end, ',');
        if (comma == NULL) {
            comma = end;
        }

        if ((size_t)(comma - at) < len || ngx_strncasecmp(at, (u_char *)language, len) != 0) {
            continue;
        }

        q = ngx_strnstr(at, "q=", (size_t)(comma - at));
        if (q == NULL) {
            return 1000;
        }

        quality = ngx_atofp(q + 2, (size_t)(comma - q - 2), 3);

        return quality == NGX_ERROR ? 0 : quality;
    }

    return -1;
}

static cs_language_t
ngx_http_countersign_problem_language(ngx_http_request_t *r)
{
    ngx_str_t header;
    ngx_uint_t count;

    header = ngx_http_countersign_header_get(r, "Accept-Language", &count);

    return ngx_http_countersign_problem_quality(header, "zh") > ngx_http_countersign_problem_quality(header, "en")
               ? CS_LANGUAGE_ZH_CN
               : CS_LANGUAGE_EN;
}

/* The members of the answer that are also headers: how to sign in, when to come back, what is allowed. */
static cs_status_t
ngx_http_countersign_problem_headers(ngx_http_countersign_ctx_t *ctx, cs_status_t code, ngx_uint_t status,
                                     json_t *problem)
{
    char *text;
    ngx_uint_t count;
    const char *challenge;

    if (status == NGX_HTTP_UNAUTHORIZED) {
        (void)ngx_http_countersign_header_get(ctx->request, "Authorization", &count);
        challenge =
            count == 0 ? "Bearer realm=\"countersign\"" : "Bearer realm=\"countersign\", error=\"invalid_token\"";
        return ngx_http_countersign_header_add(ctx, "WWW-Authenticate", challenge);
    }

    if (code == CS_METHOD_NOT_ALLOWED) {
        return ngx_http_countersign_header_add(ctx, "Allow", ngx_http_countersign_route_allow(ctx));
    }

    if (status != NGX_HTTP_SERVICE_UNAVAILABLE && status != NGX_HTTP_TOO_MANY_REQUESTS) {
        return CS_OK;
    }

    if (json_object_get(problem, "retry_after") == NULL) {
        json_object_set_new(problem, "retry_after", json_integer(NGX_HTTP_COUNTERSIGN_RETRY_AFTER));
    }

    text = ngx_pcalloc(ctx->request->pool, NGX_INT64_LEN + 1);
    if (text == NULL) {
        return CS_NO_MEMORY;
    }

    (void)ngx_sprintf((u_char *)text, "%L",
                      (int64_t)cs_json_get_integer(problem, "retry_after", NGX_HTTP_COUNTERSIGN_RETRY_AFTER));

    return ngx_http_countersign_header_add(ctx, "Retry-After", text);
}

static json_t *
ngx_http_countersign_problem_make(ngx_http_countersign_ctx_t *ctx, cs_status_t code, const json_t *members)
{
    size_t i;
    json_t *problem, *type, *member;
    const char *name = cs_status_name(code);

    type = json_sprintf("%.*s/problems#%s", (int)ctx->conf->origin.len, ctx->conf->origin.data, name);

    problem = json_pack("{s:o, s:s, s:i, s:s, s:s}", "type", type, "title",
                        cs_status_title(code, ngx_http_countersign_problem_language(ctx->request)), "status",
                        (int)cs_status_http(code), "code", name, "trace_id", ctx->trace_id);
    if (problem == NULL || cs_status_category(code) == CS_CATEGORY_INTERNAL) {
        return problem;
    }

    for (i = 0; i < sizeof(ngx_http_countersign_problem_members) / sizeof(char *); i++) {
        member = json_object_get(members, ngx_http_countersign_problem_members[i]);

        if (member != NULL && !json_is_null(member)) {
            json_object_set(problem, ngx_http_countersign_problem_members[i], member);
        }
    }

    return problem;
}

void
ngx_http_countersign_problem(ngx_http_countersign_ctx_t *ctx, cs_status_t status, const json_t *members)
{
    json_t *problem;
    ngx_http_countersign_counters_t *counters = ngx_http_countersign_counters_get(ctx->conf);

    if (cs_status_category(status) == CS_CATEGORY_INTERNAL) {
        status = CS_INTERNAL;
    }

    (void)ngx_atomic_fetch_add(status == CS_INTERNAL ? &counters->failures : &counters->refusals, 1);

    problem = ngx_http_countersign_problem_make(ctx, status, members);

    if (!ngx_http_countersign_own(ctx, problem) ||
        ngx_http_countersign_problem_headers(ctx, status, cs_status_http(status), problem) != CS_OK) {
        ngx_http_countersign_request_finish(ctx, NGX_ERROR);
        return;
    }

    ngx_http_countersign_release_json(ctx, cs_status_http(status), "application/problem+json", problem);
}
