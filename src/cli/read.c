/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign read: content under a delivery identifier.  Nothing is shown
 * or kept before the digest of the bytes received and the signature of the
 * record's identifier have been checked (GS-4.3a, GS-4.3b).
 */
#include "base/guard.h"
#include "cli/client.h"
#include "cli/file.h"
#include "cli/platform_key.h"
#include "cli/print.h"
#include "cli/texts.h"
#include "cli/verbs.h"

static const char *
cs_cli_read_path(cs_cli_t *cli)
{
    static const char *const query[] = {"operation", "purpose", NULL};

    if (cs_cli_switch(cli, "preview")) {
        return cs_cli_path_build(cli, "/v1/reviews/", cli->arguments[0], "/preview");
    }
    return cs_cli_query_build(cli, cs_cli_path_build(cli, "/v1/records/", cli->arguments[0], "/content"), query);
}

static cs_status_t
cs_cli_delivery_digest_check(cs_cli_t *cli, const cs_cli_answer_t *answer)
{
    const char *digest;
    cs_status_t status;

    CS_TRY(cs_cli_content_digest(cli, answer->body, &digest));
    if (answer->content_digest == NULL ||
        !cs_bytes_equal(cs_bytes_text(digest), cs_bytes_text(answer->content_digest))) {
        status = cs_cli_fail(cli, CS_BAD_SIGNATURE, "Content-Digest is not the digest of the bytes received");
    }
out:
    return status;
}

static cs_status_t
cs_cli_delivery_check(cs_cli_t *cli, cs_cli_client_t *client, const cs_cli_answer_t *answer, json_t **identifier)
{
    const char *record;
    cs_status_t status;

    CS_TRY(cs_cli_delivery_digest_check(cli, answer));
    CS_TRY(cs_cli_platform_jws_verify(cli, client, answer->record_identifier, CS_TYP_IDENTIFIER, identifier));
    record = cs_json_get_text(*identifier, "record");
    if (!cs_cli_switch(cli, "preview") && !cs_bytes_equal(cs_bytes_text(record), cs_bytes_text(cli->arguments[0]))) {
        status = cs_cli_fail(cli, CS_BAD_SIGNATURE, "the identifier is of another record");
    }
out:
    return status;
}

/* Facts go beside the content: to standard error when the content takes standard output. */
static void
cs_cli_delivery_print(const cs_cli_answer_t *answer, const json_t *identifier, FILE *to)
{
    fputs("delivery: ", to);
    cs_cli_text_print(to, answer->delivery_identifier == NULL ? "-" : answer->delivery_identifier);
    fputs("\nidentifier (signature holds):\n", to);
    cs_cli_value_print(to, identifier, 2);
    fputs("digest of the bytes received: ", to);
    cs_cli_text_print(to, answer->content_digest);
    fputs(" (matches)\n", to);
}

static cs_status_t
cs_cli_delivery_json_print(cs_cli_t *cli, const cs_cli_answer_t *answer, json_t *identifier)
{
    json_t *facts =
        json_pack("{s:s?, s:O, s:s, s:i}", "delivery", answer->delivery_identifier, "identifier", identifier,
                  "content_digest", answer->content_digest, "size_bytes", (int)answer->body.size);
    cs_buffer_t base64;
    cs_status_t status = CS_NO_MEMORY;

    CS_REQUIRE(facts != NULL, CS_NO_MEMORY);
    if (answer->document != NULL) {
        CS_REQUIRE(json_object_set(facts, "content", json_object_get(answer->document, "content")) == 0, CS_NO_MEMORY);
    } else if (cs_cli_option(cli, "output") == NULL) {
        cs_buffer_init(&base64, cli->pool, CS_CLI_MAX_FILE * 2);
        CS_TRY(cs_base64_encode(answer->body, &base64));
        CS_REQUIRE(json_object_set_new(facts, "content_base64", json_string(cs_buffer_text(&base64))) == 0,
                   CS_NO_MEMORY);
    }
    cs_cli_answer_print(cli, facts);
    status = CS_OK;
out:
    json_decref(facts);
    return status;
}

/* What a person wants is the content; of an envelope its member, of other types all bytes. */
static void
cs_cli_content_print(const cs_cli_answer_t *answer)
{
    const json_t *content = json_object_get(answer->document, "content");

    if (content != NULL) {
        cs_cli_value_print(stdout, content, 0);
    } else {
        (void)fwrite(answer->body.data, 1, answer->body.size, stdout);
    }
}

static cs_status_t
cs_cli_read_run(cs_cli_t *cli)
{
    const char *output = cs_cli_option(cli, "output");
    cs_cli_client_t client;
    cs_cli_answer_t answer;
    json_t *identifier;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_call(cli, &client, CS_CLI_CALL_READ, "GET", cs_cli_read_path(cli), NULL, &answer));
    CS_TRY(cs_cli_delivery_check(cli, &client, &answer, &identifier));
    if (output != NULL) {
        CS_TRY(cs_cli_file_replace(cli, output, answer.body));
    }
    if (cli->is_json) {
        CS_TRY(cs_cli_delivery_json_print(cli, &answer, identifier));
        return CS_OK;
    }
    cs_cli_delivery_print(&answer, identifier, output == NULL ? stderr : stdout);
    if (output == NULL) {
        cs_cli_content_print(&answer);
    }
out:
    return status;
}

static const cs_cli_option_t cs_cli_read_options[] = {
    {"operation", "OPERATION", "view (default), download or print", false},
    {"purpose", "PURPOSE", "one of the grant's, such as risk, fraud or operations", false},
    {"output", "FILE", "keep the bytes exactly as received (also -o FILE)", false},
    {"preview", NULL, "the argument is a review: show the content that it is about", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_read = {
    "read",
    "RECORD",
    1,
    1,
    "read a record; digest and identifier are checked before anything is shown",
    cs_cli_read_options,
    cs_cli_read_run,
};
