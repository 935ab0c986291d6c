/* SPDX-License-Identifier: Apache-2.0 */
/* What comes back: headers, body, problem; and whether to ask once more. */
#include "cli/transfer.h"

#include <string.h>

#include "base/guard.h"

#define CS_CLI_MAX_ATTEMPTS 2

typedef struct {
    cs_cli_t *cli;
    cs_buffer_t body;
    cs_cli_answer_t *answer;
} cs_cli_transfer_t;

static size_t
cs_cli_body_receive(char *data, size_t size, size_t count, void *context)
{
    cs_cli_transfer_t *transfer = context;

    return cs_buffer_append(&transfer->body, cs_bytes(data, size * count)) == CS_OK ? size * count : 0;
}

/* The value when the line is the named header, a copy in the pool. */
static void
cs_cli_header_take(cs_cli_transfer_t *transfer, const char *line, size_t size, const char *name, const char **out)
{
    size_t skip = cs_bytes_text(name).size;

    if (size <= skip || strncasecmp(line, name, skip) != 0 || line[skip] != ':') {
        return;
    }
    for (skip++; skip < size && line[skip] == ' '; skip++) {
    }
    while (size > skip && (line[size - 1] == '\n' || line[size - 1] == '\r' || line[size - 1] == ' ')) {
        size--;
    }
    *out = cs_pool_text(transfer->cli->pool, line + skip, size - skip);
}

static size_t
cs_cli_header_receive(char *line, size_t size, size_t count, void *context)
{
    cs_cli_transfer_t *transfer = context;
    cs_cli_answer_t *answer = transfer->answer;

    size *= count;
    cs_cli_header_take(transfer, line, size, "Content-Type", &answer->content_type);
    cs_cli_header_take(transfer, line, size, "Date", &answer->date);
    cs_cli_header_take(transfer, line, size, "Content-Digest", &answer->content_digest);
    cs_cli_header_take(transfer, line, size, "Record-Identifier", &answer->record_identifier);
    cs_cli_header_take(transfer, line, size, "Delivery-Identifier", &answer->delivery_identifier);
    return size;
}

static CURLcode
cs_cli_request_perform(CURL *curl, cs_cli_transfer_t *transfer)
{
    transfer->body.size = 0;
    *transfer->answer = (cs_cli_answer_t){0};
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, cs_cli_body_receive);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, cs_cli_header_receive);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
    return curl_easy_perform(curl);
}

static cs_status_t
cs_cli_transport_fail(cs_cli_t *cli, CURLcode code)
{
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
        return cs_cli_fail(cli, CS_BAD_SIGNATURE,
                           "this is not the platform: its certificate is not one of the profile's ca");
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
        return cs_cli_fail(cli, CS_BAD_KEY, "a file of the profile cannot be used: %s", curl_easy_strerror(code));
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return cs_cli_fail(cli, CS_WRONG_TYPE, "base_url of the profile is not an https address");
    default:
        return cs_cli_fail(cli, CS_UNAVAILABLE, "could not reach the platform: %s", curl_easy_strerror(code));
    }
}

static cs_status_t
cs_cli_problem_take(cs_cli_t *cli, const cs_cli_answer_t *answer)
{
    const char *code = cs_json_get_text(answer->document, "code");

    if (code == NULL) {
        return cs_cli_fail(cli, answer->http_status >= 500 ? CS_UNAVAILABLE : CS_INTERNAL,
                           "the platform answered %ld without a reason", answer->http_status);
    }
    cli->problem = answer->document;
    return cs_status_from_name(code);
}

static cs_status_t
cs_cli_answer_take(cs_cli_t *cli, cs_cli_client_t *client, cs_cli_transfer_t *transfer)
{
    cs_cli_answer_t *answer = transfer->answer;

    answer->body = cs_buffer_bytes(&transfer->body);
    (void)curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &answer->http_status);
    if (answer->content_type != NULL && strstr(answer->content_type, "json") != NULL &&
        cs_json_parse(cli->pool, answer->body, &answer->document, &cli->error) != CS_OK) {
        return cs_cli_fail(cli, CS_INTERNAL, "the platform answered %ld with broken JSON", answer->http_status);
    }
    return answer->http_status >= 200 && answer->http_status < 300 ? CS_OK : cs_cli_problem_take(cli, answer);
}

/* Sent, but what became of it is not known. */
static bool
cs_cli_is_unknown(CURLcode code, cs_status_t status)
{
    return status == CS_OUTCOME_UNKNOWN || code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
           code == CURLE_PARTIAL_FILE || code == CURLE_OPERATION_TIMEDOUT;
}

cs_status_t
cs_cli_transfer_run(cs_cli_t *cli, cs_cli_client_t *client, bool may_repeat, cs_cli_answer_t *out)
{
    cs_cli_transfer_t transfer = {.cli = cli, .answer = out};
    cs_status_t status = CS_INTERNAL;

    cs_buffer_init(&transfer.body, cli->pool, CS_CLI_MAX_FILE);
    for (unsigned attempt = 1; attempt <= CS_CLI_MAX_ATTEMPTS; attempt++) {
        CURLcode code = cs_cli_request_perform(client->curl, &transfer);
        cli->problem = NULL;
        status = code == CURLE_OK ? cs_cli_answer_take(cli, client, &transfer) : cs_cli_transport_fail(cli, code);
        if (!may_repeat || !cs_cli_is_unknown(code, status)) {
            break;
        }
    }
    return status;
}
