/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Problem details (RFC 9457): a code from the closed list, a title in the
 * reader's language, and of the members that the database or a check adds
 * only those named here.  Nothing else leaks; what is ours to repair is one
 * neutral sentence.
 */
#include "request.h"
#include "route.h"

#define NGX_HTTP_COUNTERSIGN_BEARER "Bearer realm=\"countersign\""
#define NGX_HTTP_COUNTERSIGN_DPOP   "DPoP realm=\"countersign\", algs=\"ES256 EdDSA\""

#define NGX_HTTP_COUNTERSIGN_RETRY_AFTER 1 /* seconds: the probe comes that often */

static const char *const ngx_http_countersign_problem_members[] = {
    "detail", "clause", "pointer", "review", "attempts_left", "retry_after", "must", "operation", "digest",
};

/* What is said where neither the check nor the database says more: what it means for the caller, or what to do. */
static const struct {
    cs_status_t status;
    const char *detail;
} ngx_http_countersign_problem_details[] = {
    {CS_MALFORMED, "the server could not read the request"},
    {CS_TOO_LARGE, "the body is larger than this call takes"},
    {CS_NOT_FOUND, "nothing of this name is here, or the account may not know of it"},
    {CS_METHOD_NOT_ALLOWED, "the Allow header names the methods of this path"},
    {CS_INVALID_TOKEN, "the session behind the access token has ended: sign in again"},
    {CS_INVALID_CREDENTIALS, "account and password do not belong together"},
    {CS_DEVICE_NOT_BOUND, "no bound device of the account has this certificate or key"},
    {CS_ACCOUNT_LOCKED,
     "the password was wrong too often: an account officer asks for it to be unlocked, and two reviewers decide"},
    {CS_ATTEMPTS_PENDING, "wait until the other sign-ins of this account have their answer"},
    {CS_TERMINAL_LIMIT,
     "end another session first, from a device that is signed in; what lies idle ends by itself, and a reset, asked "
     "by an account officer, ends all"},
    {CS_ACCOUNT_NOT_ACTIVE, "the account waits for its activation, or is suspended or closed"},
    {CS_INVALID_ENROLMENT,
     "the code, or the certificate pinned for the account, is another one, or was used or expired"},
    {CS_DEVICE_TAKEN, "make a new key pair for this device"},
    {CS_INVALID_PROOF, "a proof is good for one request: make a new one for each"},
    {CS_USE_DPOP_NONCE, "make the proof anew with the nonce of the DPoP-Nonce header"},
    {CS_ADDRESS_NOT_ALLOWED, "the address that the call came from is not in the service's list"},
    {CS_OTP_REQUIRED, "send the code that the authenticator shows now, with account and password"},
    {CS_OTP_USED, "each code is good once: wait for the next one; this one cost no try"},
    {CS_STEP_UP_REQUIRED, "do POST /v1/sessions/current/step-up for this operation and digest, then repeat the call"},
    {CS_OWED_FIRST, "what must be done first stands in the member must"},
    {CS_NO_ONE_TIME_CODE, "enrol one by POST /v1/otp"},
    {CS_INVALID_ASSERTION,
     "it is made by the passkey of this session's device, user verified, over the challenge of this call and time"},
    {CS_FORBIDDEN, "the permissions of the account's roles do not reach this"},
    {CS_GRANT_REQUIRED,
     "no grant of the account covers this operation on this record: ask for one by POST /v1/permission-requests"},
    {CS_PURPOSE_NOT_GRANTED, "name a purpose that the grant was given for"},
    {CS_OPERATION_NOT_ALLOWED, "the level's matrix, or the grant, leaves this operation out"},
    {CS_AGREEMENT_REQUIRED, "data of another institution is granted under an agreement with it"},
    {CS_C3_FORBIDDEN, "take the C3 data out of the record"},
    {CS_NO_CONTENT_KEY, "no key to seal content with was made for the institution"},
    {CS_NOT_ELIGIBLE, "the open stage asks for a permission, department or institution that is not the account's"},
    {CS_OWN_REQUEST, "it is about you or asked by you: another person must do or decide it"},
    {CS_ALREADY_DECIDED, "one person decides once in a review, in whatever stage"},
    {CS_WRONG_DIGEST, "read the review again and sign the digest that it shows"},
    {CS_BAD_COUNTERSIGNATURE, "it is not what this stage of the review asks for: read the review again and sign anew"},
    {CS_DEVICE_CLASS, "decide it with a device of a higher class"},
    {CS_REVIEW_CLOSED, "no stage of the review is open any more"},
    {CS_REVIEW_EXPIRED, "nobody decided in time: it must be requested anew"},
    {CS_CONFLICT, "another change came first, or the state has no such step: read it again"},
    {CS_ALREADY_EXISTS, "something of the same name or number is here already"},
    {CS_IDEMPOTENCY_MISMATCH, "take a new Idempotency-Key for another body"},
    {CS_ALREADY_SHOWN, "the call was done the first time; what it showed cannot be shown again"},
    {CS_CLOCK, "the operator must set the clocks: nothing was done"},
    {CS_POLICY_MOVED, "repeat the call"},
    {CS_FACTS_MOVED, "read the state again"},
    {CS_UNAVAILABLE, "the database is away, or the node begins or ends: nothing was done"},
    {CS_LOG_UNAVAILABLE, "without its entry in the log nothing is done or told"},
    {CS_OUTCOME_UNKNOWN, "the database's answer was lost on the way"},
    {CS_QUEUE_FULL, "nothing was done: repeat the call later"},
    {CS_DEADLINE, "no answer came within the time that a request has"},
    {CS_TOO_MANY_REQUESTS, "repeat the call later"},
    {CS_INTERNAL, "it is for us to repair: the trace_id finds it in our log"},
};

const char *
ngx_http_countersign_problem_detail(cs_status_t status)
{
    size_t i;

    for (i = 0; i < sizeof(ngx_http_countersign_problem_details) / sizeof(ngx_http_countersign_problem_details[0]);
         i++) {
        if (ngx_http_countersign_problem_details[i].status == status) {
            return ngx_http_countersign_problem_details[i].detail;
        }
    }

    return cs_status_title(status, CS_LANGUAGE_EN);
}

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

static cs_status_t
ngx_http_countersign_problem_challenge_add(ngx_http_countersign_ctx_t *ctx, const char *challenge, const char *error)
{
    u_char *text;

    text = ngx_pnalloc(ctx->request->pool, ngx_strlen(challenge) + ngx_strlen(error) + 1);
    if (text == NULL) {
        return CS_NO_MEMORY;
    }

    (void)ngx_sprintf(text, "%s%s%Z", challenge, error);

    return ngx_http_countersign_header_add(ctx, "WWW-Authenticate", (const char *)text);
}

/* How to sign in, by the scheme that the caller used; who used none is told both (RFC 6750, RFC 9449 §7.1). */
static cs_status_t
ngx_http_countersign_problem_challenge(ngx_http_countersign_ctx_t *ctx, cs_status_t code)
{
    cs_status_t status;
    ngx_str_t value;
    ngx_uint_t count;
    const char *error = "";

    value = ngx_http_countersign_header_get(ctx->request, "Authorization", &count);

    if (ctx->nonce == NULL && count == 0) {
        status = ngx_http_countersign_problem_challenge_add(ctx, NGX_HTTP_COUNTERSIGN_BEARER, "");
        return status == CS_OK ? ngx_http_countersign_problem_challenge_add(ctx, NGX_HTTP_COUNTERSIGN_DPOP, "")
                               : status;
    }

    switch (code) {
    case CS_INVALID_PROOF:
        error = ", error=\"invalid_dpop_proof\"";
        break;
    case CS_USE_DPOP_NONCE:
        error = ", error=\"use_dpop_nonce\"";
        break;
    case CS_STEP_UP_REQUIRED: /* RFC 9470 */
        error = ", error=\"insufficient_user_authentication\", "
                "error_description=\"the operation needs a step-up of its own\"";
        break;
    case CS_INVALID_TOKEN:
        error = count == 0 ? "" : ", error=\"invalid_token\"";
        break;
    default:
        break;
    }

    if (ctx->nonce != NULL || (value.len > 4 && ngx_strncasecmp(value.data, (u_char *)"DPoP", 4) == 0)) {
        return ngx_http_countersign_problem_challenge_add(ctx, NGX_HTTP_COUNTERSIGN_DPOP, error);
    }

    return ngx_http_countersign_problem_challenge_add(ctx, NGX_HTTP_COUNTERSIGN_BEARER, error);
}

/* The members of the answer that are also headers: how to sign in, when to come back, what is allowed. */
static cs_status_t
ngx_http_countersign_problem_headers(ngx_http_countersign_ctx_t *ctx, cs_status_t code, ngx_uint_t status,
                                     json_t *problem)
{
    char *text;

    if (status == NGX_HTTP_UNAUTHORIZED) {
        return ngx_http_countersign_problem_challenge(ctx, code);
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

    problem = json_pack("{s:o, s:s, s:i, s:s, s:s, s:s}", "type", type, "title",
                        cs_status_title(code, ngx_http_countersign_problem_language(ctx->request)), "status",
                        (int)cs_status_http(code), "code", name, "detail", ngx_http_countersign_problem_detail(code),
                        "trace_id", ctx->trace_id);
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

    if (ngx_http_countersign_oauth_is(ctx)) {
        ngx_http_countersign_oauth_error(ctx, status, members);
        return;
    }

    problem = ngx_http_countersign_problem_make(ctx, status, members);

    if (!ngx_http_countersign_own(ctx, problem) ||
        ngx_http_countersign_problem_headers(ctx, status, cs_status_http(status), problem) != CS_OK) {
        ngx_http_countersign_request_finish(ctx, NGX_ERROR);
        return;
    }

    ngx_http_countersign_release_json(ctx, cs_status_http(status), "application/problem+json", problem);
}
