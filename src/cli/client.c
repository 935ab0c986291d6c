/* SPDX-License-Identifier: Apache-2.0 */
/* One curl handle, one request at a time. */
#include "cli/client.h"

#include <stdlib.h>
#include <string.h>

#include "base/guard.h"
#include "cli/transfer.h"

#define CS_CLI_CONNECT_MS 10000
#define CS_CLI_CALL_MS    60000

static void
cs_cli_curl_clear(void *curl)
{
    curl_easy_cleanup(curl);
}

static void
cs_cli_headers_clear(void *headers)
{
    curl_slist_free_all(headers);
}

/* The whole trust: one CA file, our certificate, HTTPS only, no redirect, no proxy but the profile's. */
static bool
cs_cli_curl_set(cs_cli_t *cli, cs_cli_client_t *client)
{
    CURL *curl = client->curl;
    const char *proxy = cs_cli_profile_text(&client->profile, "proxy");

    return curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROXY, proxy == NULL ? "" : proxy) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CAINFO, cs_cli_profile_path(cli, &client->profile, "ca")) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLCERT, cs_cli_profile_path(cli, &client->profile, "certificate")) ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLKEY, cs_cli_profile_path(cli, &client->profile, "key")) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CS_CLI_CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)CS_CLI_CALL_MS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_USERAGENT, "countersign") == CURLE_OK;
}

cs_status_t
cs_cli_client_open(cs_cli_t *cli, cs_cli_client_t *out)
{
    cs_status_t status;

    CS_TRY(cs_cli_profile_open(cli, &out->profile));
    out->curl = curl_easy_init();
    CS_REQUIRE(out->curl != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(cli->pool, cs_cli_curl_clear, out->curl));
    if (!cs_cli_curl_set(cli, out)) {
        status = cs_cli_fail(cli, CS_INTERNAL, "libcurl refuses the profile's settings");
    }
out:
    return status;
}

static cs_status_t
cs_cli_header_add(cs_cli_t *cli, struct curl_slist **headers, const char *name, const char *value)
{
    cs_buffer_t line;
    cs_status_t status;
    struct curl_slist *longer;

    cs_buffer_init(&line, cli->pool, 16384);
    CS_TRY(cs_buffer_append_format(&line, "%s: %s", name, value));
    longer = curl_slist_append(*headers, cs_buffer_text(&line));
    CS_REQUIRE(longer != NULL, CS_NO_MEMORY);
    *headers = longer;
out:
    return status;
}

/* Words for people come in the language of the terminal. */
static const char *
cs_cli_language(void)
{
    const char *language = getenv("LANG");

    return language != NULL && strncmp(language, "zh", 2) == 0 ? "zh-CN" : "en";
}

static cs_status_t
cs_cli_headers_build(cs_cli_t *cli, const cs_cli_client_t *client, cs_cli_call_kind_t kind, bool has_body,
                     struct curl_slist **headers)
{
    const char *token = cs_cli_profile_text(&client->profile, "token");
    char key[CS_UUID_TEXT], bearer[8300];
    cs_status_t status;

    CS_TRY(cs_cli_header_add(cli, headers, "Accept-Language", cs_cli_language()));
    if (has_body) {
        CS_TRY(cs_cli_header_add(cli, headers, "Content-Type", "application/json"));
    }
    if (kind == CS_CLI_CALL_WRITE) {
        CS_TRY(cs_uuid_new(key));
        CS_TRY(cs_cli_header_add(cli, headers, "Idempotency-Key", key));
    }
    if (kind != CS_CLI_CALL_STRANGER && token == NULL) {
        CS_FAIL(cs_cli_fail(cli, CS_INVALID_TOKEN, "not signed in: countersign sign-in"));
    }
    if (kind != CS_CLI_CALL_STRANGER) {
        (void)snprintf(bearer, sizeof(bearer), "Bearer %s", token);
        CS_TRY(cs_cli_header_add(cli, headers, "Authorization", bearer));
    }
out:
    return status;
}

static cs_status_t
cs_cli_request_set(cs_cli_t *cli, cs_cli_client_t *client, const char *method, const char *path, const char *body)
{
    cs_bytes_t base = cs_bytes_text(cs_cli_profile_text(&client->profile, "base_url"));
    cs_buffer_t url;
    cs_status_t status;
    bool is_done;

    cs_buffer_init(&url, cli->pool, 8192);
    CS_REQUIRE(base.size > 0, cs_cli_usage(cli, "the profile's base_url is empty"));
    CS_TRY(cs_buffer_append(&url, cs_bytes(base.data, base.size - (base.data[base.size - 1] == '/'))));
    CS_TRY(cs_buffer_append_text(&url, path));
    is_done = curl_easy_setopt(client->curl, CURLOPT_URL, cs_buffer_text(&url)) == CURLE_OK &&
              curl_easy_setopt(client->curl, CURLOPT_CUSTOMREQUEST, method) == CURLE_OK &&
              (body == NULL ? curl_easy_setopt(client->curl, CURLOPT_HTTPGET, 1L) == CURLE_OK
                            : curl_easy_setopt(client->curl, CURLOPT_POSTFIELDSIZE_LARGE,
                                               (curl_off_t)cs_bytes_text(body).size) == CURLE_OK &&
                                  curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, body) == CURLE_OK);
    CS_REQUIRE(is_done, CS_NO_MEMORY);
out:
    return status;
}

cs_status_t
cs_cli_call(cs_cli_t *cli, cs_cli_client_t *client, cs_cli_call_kind_t kind, const char *method, const char *path,
            const json_t *body, cs_cli_answer_t *out)
{
    char *text = body == NULL ? NULL : json_dumps(body, JSON_COMPACT | JSON_ENCODE_ANY);
    struct curl_slist *headers = NULL;
    cs_status_t status = CS_NO_MEMORY;

    *out = (cs_cli_answer_t){0};
    CS_REQUIRE(path != NULL && (body == NULL) == (text == NULL), CS_NO_MEMORY);
    CS_TRY(cs_cli_headers_build(cli, client, kind, body != NULL, &headers));
    CS_TRY(cs_cli_request_set(cli, client, method, path, text));
    CS_REQUIRE(curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK, CS_NO_MEMORY);
    status = cs_cli_transfer_run(cli, client, kind == CS_CLI_CALL_WRITE, out);
out:
    (void)curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, NULL);
    cs_cli_headers_clear(headers);
    if (text != NULL) {
        cs_wipe(text, cs_bytes_text(text).size);
    }
    free(text);
    return status;
}

cs_status_t
cs_cli_get(cs_cli_t *cli, cs_cli_client_t *client, const char *path, json_t **out)
{
    cs_cli_answer_t answer;
    cs_status_t status = cs_cli_call(cli, client, CS_CLI_CALL_READ, "GET", path, NULL, &answer);

    *out = answer.document;
    if (status == CS_OK && answer.document == NULL) {
        return cs_cli_fail(cli, CS_INTERNAL, "the platform did not answer with JSON");
    }
    return status;
}

cs_status_t
cs_cli_post(cs_cli_t *cli, cs_cli_client_t *client, const char *path, const json_t *body, json_t **out)
{
    cs_cli_answer_t answer;
    cs_status_t status = cs_cli_call(cli, client, CS_CLI_CALL_WRITE, "POST", path, body, &answer);

    *out = answer.document;
    if (status == CS_OK && answer.document == NULL) {
        return cs_cli_fail(cli, CS_INTERNAL, "the platform did not answer with JSON");
    }
    return status;
}
