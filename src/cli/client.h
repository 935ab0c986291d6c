/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The platform over HTTPS.  The server's certificate must come from the CA of
 * the profile and no other; ours goes along; every call has a deadline.
 * A write bears an idempotency key and is repeated once with the same key
 * when its outcome is not known, so that it happens once or not at all.
 */
#ifndef CS_CLI_CLIENT_H
#define CS_CLI_CLIENT_H

#include <curl/curl.h>

#include "base/clock.h"
#include "cli/profile.h"

typedef struct {
    CURL *curl; /* belongs to the pool */
    cs_cli_profile_t profile;
} cs_cli_client_t;

typedef enum {
    CS_CLI_CALL_READ,     /* with the token; no key */
    CS_CLI_CALL_WRITE,    /* with the token and an idempotency key */
    CS_CLI_CALL_STRANGER, /* before there is a token; never repeated */
} cs_cli_call_kind_t;

typedef struct {
    long http_status;
    cs_bytes_t body;
    json_t *document; /* NULL unless the body is JSON */
    const char *content_type;
    const char *date;
    const char *content_digest;
    const char *record_identifier;
    const char *delivery_identifier;
} cs_cli_answer_t;

/* Opens the profile and makes ready; connects only with the first call. */
cs_status_t cs_cli_client_open(cs_cli_t *cli, cs_cli_client_t *out) CS_MUST_CHECK;

/*
 * One call.  A refusal is the platform's code as status, with cli->problem
 * set; no answer is CS_UNAVAILABLE; a certificate that the CA did not issue
 * is CS_BAD_SIGNATURE.  The answer lives in the pool.
 */
cs_status_t cs_cli_call(cs_cli_t *cli, cs_cli_client_t *client, cs_cli_call_kind_t kind, const char *method,
                        const char *path, const json_t *body, cs_cli_answer_t *out) CS_MUST_CHECK;

/* GET with a JSON answer. */
cs_status_t cs_cli_get(cs_cli_t *cli, cs_cli_client_t *client, const char *path, json_t **out) CS_MUST_CHECK;

/* POST of a body with a JSON answer. */
cs_status_t cs_cli_post(cs_cli_t *cli, cs_cli_client_t *client, const char *path, const json_t *body, json_t **out)
    CS_MUST_CHECK;

/* A path: before ‖ id, percent-encoded ‖ after; NULL when there is no room. */
const char *cs_cli_path_build(cs_cli_t *cli, const char *before, const char *id, const char *after);

/* A path with those options of the verb that are named and were given as its query. */
const char *cs_cli_query_build(cs_cli_t *cli, const char *path, const char *const *names);

#endif
