/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request on its way: route, authenticate, prepare, record, release.
 * Each step is a file; this header is what they call each other by.  All of
 * them end in exactly one answer, and an answer ends the request.
 */
#ifndef NGX_HTTP_COUNTERSIGN_REQUEST_H
#define NGX_HTTP_COUNTERSIGN_REQUEST_H

#include "countersign.h"

/* The content handler of `countersign on`. */
ngx_int_t ngx_http_countersign_request_handler(ngx_http_request_t *r);

/* The worker has started: a request that waited for it goes on. */
void ngx_http_countersign_request_resume(ngx_http_countersign_ctx_t *ctx);

/* The one function that changes ctx->stage; false (and an alert) for a step that is not the next. */
bool ngx_http_countersign_request_advance(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_stage_e stage);

/* Ends the request with what nginx made of the answer. */
void ngx_http_countersign_request_finish(ngx_http_countersign_ctx_t *ctx, ngx_int_t rc);

/* The value of a request header, and how often it stands there. */
ngx_str_t ngx_http_countersign_header_get(ngx_http_request_t *r, const char *name, ngx_uint_t *count);

/* The value belongs to the request from now on; false (value released) when there is no memory. */
bool ngx_http_countersign_own(ngx_http_countersign_ctx_t *ctx, json_t *value);

/* --- input.c: members of ctx->input */

cs_status_t ngx_http_countersign_input_set(ngx_http_countersign_ctx_t *ctx, const char *name, const char *value)
    CS_MUST_CHECK;
cs_status_t ngx_http_countersign_input_set_hex(ngx_http_countersign_ctx_t *ctx, const char *name, cs_bytes_t bytes)
    CS_MUST_CHECK;

/* A new id, which is the entry's object too: ctx->object. */
cs_status_t ngx_http_countersign_input_set_id(ngx_http_countersign_ctx_t *ctx, const char *noun) CS_MUST_CHECK;

/* --- authenticate.c */

/* The certificate of this very connection, verified, and the token where the route needs one. */
cs_status_t ngx_http_countersign_authenticate(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/*
 * Does a JWS of a well-formed header name another key than this connection's?
 * Then a signing key of its own made it, which only the database has.
 */
bool ngx_http_countersign_is_signed_apart(ngx_http_countersign_ctx_t *ctx, const char *jws, const char *typ);

/* --- body.c */

/* Reads the body, then wakes `ready`; returns what the content handler returns. */
ngx_int_t ngx_http_countersign_body_read(ngx_http_countersign_ctx_t *ctx, ngx_http_client_body_handler_pt ready);

/* The bytes in one piece, from memory or the temporary file, with their digest: ctx->body, ctx->digest. */
cs_status_t ngx_http_countersign_body_take(ngx_http_countersign_ctx_t *ctx);

/* --- prepare.c */

/* Checks body, query and headers against the route and runs its hook. */
cs_status_t ngx_http_countersign_prepare(ngx_http_countersign_ctx_t *ctx, cs_error_t *error);

/* --- record.c */

/* What the database's word means for the call. */
typedef enum {
    NGX_HTTP_COUNTERSIGN_DONE,
    NGX_HTTP_COUNTERSIGN_REFUSED, /* an answer, with its entry */
    NGX_HTTP_COUNTERSIGN_MOVED,   /* the same, since policy or facts are not those of the decision any more */
    NGX_HTTP_COUNTERSIGN_LATE,    /* nothing was written: the entry's id is too far from the database's time */
    NGX_HTTP_COUNTERSIGN_FAILED,
} ngx_http_countersign_verdict_e;

ngx_http_countersign_verdict_e ngx_http_countersign_judge(cs_status_t status);

/* The database refused, and its entry is written: its words become the answer. */
void ngx_http_countersign_refused(ngx_http_countersign_ctx_t *ctx, cs_status_t status, cs_bytes_t body);

/* The database said ok; body is its JSON text, valid in this call only. */
typedef void (*ngx_http_countersign_recorded_pt)(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body);

/*
 * One call of a function of the door, with the request's entry.  What the
 * database refuses is answered from here; `recorded` is woken by ok only.
 * content is the third parameter of those that have one.
 */
void ngx_http_countersign_record(ngx_http_countersign_ctx_t *ctx, unsigned statement, json_t *input, cs_bytes_t content,
                                 ngx_http_countersign_recorded_pt recorded);

/* Goes the route's way once more, under the newest policies; false where it has none, or has done so. */
bool ngx_http_countersign_again(ngx_http_countersign_ctx_t *ctx);

/* A call without effect: facts, from which the route goes on preparing. */
void ngx_http_countersign_facts(ngx_http_countersign_ctx_t *ctx, unsigned statement, json_t *input,
                                ngx_http_countersign_recorded_pt ready);

/* An operation failed: the client is told what is certain, the log what can be said. */
void ngx_http_countersign_failed(ngx_http_countersign_ctx_t *ctx, cs_status_t status);

/* Answers with what the database said, after the route's finishing hook. */
void ngx_http_countersign_answer(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body);

/* The route's one call, and its answer: what most routes are. */
void ngx_http_countersign_run(ngx_http_countersign_ctx_t *ctx);

/* --- refuse.c */

/* Writes the refusal's entry, then answers; without the entry there is only 503. */
void ngx_http_countersign_refuse(ngx_http_countersign_ctx_t *ctx, cs_status_t status, const cs_error_t *error);

/* --- problem.c */

/* Answers with problem details (RFC 9457); members (or NULL) are those that the database or a check adds. */
void ngx_http_countersign_problem(ngx_http_countersign_ctx_t *ctx, cs_status_t status, const json_t *members);

/* What is said where neither the check nor the database says more. */
const char *ngx_http_countersign_problem_detail(cs_status_t status);

/* --- oauth.c */

/* Is this a call below /oauth2, whose errors are RFC 6749's? */
bool ngx_http_countersign_oauth_is(ngx_http_countersign_ctx_t *ctx);

void ngx_http_countersign_oauth_error(ngx_http_countersign_ctx_t *ctx, cs_status_t status, const json_t *members);

/* RFC 6749 section 5.1 wants it beside Cache-Control. */
cs_status_t ngx_http_countersign_oauth_headers(ngx_http_countersign_ctx_t *ctx) CS_MUST_CHECK;

/* --- release.c */

/* Sends an answer; the body must live as long as the request. */
void ngx_http_countersign_release(ngx_http_countersign_ctx_t *ctx, ngx_uint_t status, const char *type,
                                  cs_bytes_t body);

/* Sends content, whose body is looked after until its last byte is out (stream.c). */
void ngx_http_countersign_release_content(ngx_http_countersign_ctx_t *ctx, const char *type, cs_bytes_t body);

/* Sends an object; borrowed. */
void ngx_http_countersign_release_json(ngx_http_countersign_ctx_t *ctx, ngx_uint_t status, const char *type,
                                       const json_t *body);

/* Name and value must live as long as the request. */
cs_status_t ngx_http_countersign_header_add(ngx_http_countersign_ctx_t *ctx, const char *name, const char *value)
    CS_MUST_CHECK;

/* --- stream.c */

/* The bytes that leave before the database is asked again: a constant of the protocol. */
#define NGX_HTTP_COUNTERSIGN_STRIDE (1024 * 1024)

/* Sends a body piece by piece, and ends the request; the header is sent.  The body must live as long as the request. */
void ngx_http_countersign_stream(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body);

/* --- cut.c */

/* Writes the entry of a release that is cut, without the request: it is gone when the entry is there. */
void ngx_http_countersign_cut(ngx_http_countersign_ctx_t *ctx, cs_status_t status);

/* --- db.c */

/*
 * Hands an operation to the worker's database client; `done` is woken later,
 * never from within.  Else the status says why it was not accepted.
 */
cs_status_t ngx_http_countersign_submit(ngx_http_countersign_ctx_t *ctx, unsigned statement,
                                        const cs_bytes_t *parameters, ngx_http_countersign_done_pt done) CS_MUST_CHECK;

/* Waits no longer for what is in flight, if anything is: it runs to its end, and wakes nobody. */
void ngx_http_countersign_detach(ngx_http_countersign_ctx_t *ctx);

#endif
