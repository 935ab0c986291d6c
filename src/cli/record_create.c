/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign record create: a draft, or another revision of one, with the author's signed word that its
 * content is true and where it comes from (GS-2.3.2).  What is attested is
 * the file that goes along: bytes, or for a JSON type its canonical form.
 */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/file.h"
#include "cli/print.h"
#include "cli/record.h"
#include "cli/texts.h"
#include "cli/verbs.h"
#include "crypto/jws.h"

#define CS_CLI_MAX_CONTENT (CS_CLI_MAX_FILE / 2) /* base64 makes it 4/3 */

typedef struct {
    json_t *body;
    const char *digest; /* RFC 9530 */
} cs_cli_content_t;

/* Which reader the type names decides how its content travels. */
static cs_status_t
cs_cli_type_is_json(cs_cli_t *cli, cs_cli_client_t *client, const char *type, bool *is_json)
{
    json_t *page, *row;
    size_t i;
    cs_status_t status;

    CS_TRY(cs_cli_get(cli, client, "/v1/record-types?limit=500", &page));
    json_array_foreach(json_object_get(page, "items"), i, row) {
        if (cs_bytes_equal(cs_bytes_text(cs_json_get_text(row, "name")), cs_bytes_text(type))) {
            *is_json = cs_bytes_equal(cs_bytes_text(cs_json_get_text(row, "reader")), CS_LITERAL("json"));
            return CS_OK;
        }
    }
    status = cs_cli_fail(cli, CS_INVALID_VALUE, "the platform has no record type %s", type);
out:
    return status;
}

static cs_status_t
cs_cli_content_json(cs_cli_t *cli, const char *path, cs_cli_content_t *content)
{
    cs_buffer_t canonical;
    json_t *value;
    cs_status_t status;

    cs_buffer_init(&canonical, cli->pool, CS_CLI_MAX_CONTENT);
    CS_TRY(cs_cli_file_read_json(cli, path, &value));
    CS_TRY(cs_json_canonical(value, &canonical, &cli->error));
    CS_TRY(cs_cli_content_digest(cli, cs_buffer_bytes(&canonical), &content->digest));
    CS_REQUIRE(json_object_set(content->body, "content", value) == 0, CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t
cs_cli_content_bytes(cs_cli_t *cli, const char *path, cs_cli_content_t *content)
{
    const char *media_type = cs_cli_option(cli, "media-type");
    cs_buffer_t bytes, base64;
    json_t *text;
    cs_status_t status;

    cs_buffer_init(&base64, cli->pool, CS_CLI_MAX_FILE);
    CS_TRY(cs_cli_file_read(cli, path, CS_CLI_MAX_CONTENT, &bytes));
    CS_TRY(cs_base64_encode(cs_buffer_bytes(&bytes), &base64));
    CS_TRY(cs_cli_content_digest(cli, cs_buffer_bytes(&bytes), &content->digest));
    text = json_stringn((const char *)base64.data, base64.size);
    CS_REQUIRE(json_object_set_new(content->body, "content_base64", text) == 0, CS_NO_MEMORY);
    text = json_string(media_type == NULL ? "application/octet-stream" : media_type);
    CS_REQUIRE(json_object_set_new(content->body, "media_type", text) == 0, CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t
cs_cli_attestation_add(cs_cli_t *cli, const cs_cli_client_t *client, const cs_cli_content_t *content)
{
    json_t *payload = json_pack("{s:s, s:s, s:b}", "source", cs_cli_option(cli, "source"), "content_digest",
                                content->digest, "truthful", 1);
    cs_buffer_t jws;
    cs_key_t *key;
    cs_status_t status;

    cs_buffer_init(&jws, cli->pool, CS_MAX_JWS);
    CS_REQUIRE(payload != NULL, CS_NO_MEMORY);
    CS_TRY(cs_cli_profile_key(cli, &client->profile, &key));
    CS_TRY(cs_jws_sign(cli->pool, key, CS_TYP_ATTESTATION, payload, &jws));
    CS_REQUIRE(json_object_set_new(content->body, "attestation", json_string(cs_buffer_text(&jws))) == 0, CS_NO_MEMORY);
out:
    json_decref(payload);
    return status;
}

static json_t *
cs_cli_audience_build(const char *text)
{
    return cs_bytes_equal(cs_bytes_text(text), CS_LITERAL("members")) ? json_string(text) : cs_cli_texts_split(text);
}

static cs_status_t
cs_cli_record_body_build(cs_cli_t *cli, cs_cli_client_t *client, json_t **out)
{
    cs_cli_content_t content = {0};
    bool is_json = false;
    cs_status_t status;

    content.body = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:s*}", "type", cs_cli_option(cli, "type"), "category",
                             cs_cli_option(cli, "category"), "level", cs_cli_option(cli, "level"), "grade",
                             cs_cli_option(cli, "grade"), "title", cs_cli_option(cli, "title"), "audience",
                             cs_cli_audience_build(cs_cli_option(cli, "audience")), "expires_at",
                             cs_cli_option(cli, "expires-at"));
    CS_REQUIRE(content.body != NULL, cs_cli_usage(cli, "an option is not UTF-8 text"));
    CS_TRY(cs_pool_on_clear(cli->pool, cs_cli_json_clear, content.body));
    CS_TRY(cs_cli_type_is_json(cli, client, cs_cli_option(cli, "type"), &is_json));
    CS_TRY(is_json ? cs_cli_content_json(cli, cli->arguments[0], &content)
                   : cs_cli_content_bytes(cli, cli->arguments[0], &content));
    CS_TRY(cs_cli_attestation_add(cli, client, &content));
    *out = content.body;
out:
    return status;
}

/* With --publish the answer bears the review as well. */
static cs_status_t
cs_cli_record_submit(cs_cli_t *cli, cs_cli_client_t *client, json_t *created)
{
    const char *record = cs_json_get_text(json_object_get(created, "record"), "id");
    json_t *submitted;
    cs_status_t status;

    CS_REQUIRE(record != NULL, cs_cli_fail(cli, CS_INTERNAL, "the platform answered without a record"));
    status = cs_cli_record_publish_call(cli, client, record, &submitted);
    if (status != CS_OK) {
        fprintf(stderr, "the draft is there: countersign record publish %s\n", record);
        return status;
    }
    CS_REQUIRE(json_object_update(created, submitted) == 0, CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t
cs_cli_record_create_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *body = NULL, *answer;
    cs_status_t status;

    if (cs_cli_option(cli, "revise") != NULL && cs_cli_switch(cli, "publish")) {
        return cs_cli_usage(cli,
                            "--revise does not submit: record publish does, or review resubmit of what was returned");
    }
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_record_body_build(cli, &client, &body));
    if (cs_cli_option(cli, "revise") != NULL) {
        return cs_cli_send_run(cli, "PUT", cs_cli_path_build(cli, "/v1/records/", cs_cli_option(cli, "revise"), ""),
                               json_incref(body), "revised");
    }
    CS_TRY(cs_cli_post(cli, &client, "/v1/records", body, &answer));
    if (cs_cli_switch(cli, "publish")) {
        CS_TRY(cs_cli_record_submit(cli, &client, answer));
    }
    cs_cli_answer_print(cli, answer);
out:
    return status;
}

static const cs_cli_option_t cs_cli_record_create_options[] = {
    {"type", "TYPE", "such as note or file; countersign record types names them", true},
    {"category", "CATEGORY", "such as risk, payment or threat", true},
    {"level", "LEVEL", "top_secret, secret, confidential or public", true},
    {"grade", "GRADE", "core, important, sensitive or general", true},
    {"title", "TEXT", "what the catalogue shows", true},
    {"audience", "A,B|members", "institutions by code, or all members", true},
    {"source", "TEXT", "where the content comes from; signed with the attestation that it is true", true},
    {"media-type", "TYPE", "of a file; default application/octet-stream", false},
    {"expires-at", "TIME", "when it expires (RFC 3339, UTC)", false},
    {"revise", "RECORD", "as a new revision of this draft, or of what was returned", false},
    {"publish", NULL, "submit it for publication at once", false},
    {"urgency", "URGENCY", "with --publish: normal or urgent", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_record_create = {
    "record create",
    "FILE",
    1,
    1,
    "create a draft from a file and attest that it is true",
    cs_cli_record_create_options,
    cs_cli_record_create_run,
};
