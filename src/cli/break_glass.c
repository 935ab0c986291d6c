/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign break-glass start|join|end|list: two people who end what must
 * end at once (GS-2.2.2).  A one-time code each, over the very call.
 */
#include <stdlib.h>

#include "base/guard.h"
#include "cli/call.h"
#include "cli/step_up.h"
#include "cli/verbs.h"
#include "codec/text.h"
#include "crypto/digest.h"

/* base64url SHA-256 of the body as cs_cli_call sends it. */
static cs_status_t
cs_cli_body_digest(cs_cli_t *cli, const json_t *body, const char **out)
{
    char *text = json_dumps(body, JSON_COMPACT);
    uint8_t digest[CS_DIGEST_SIZE];
    cs_buffer_t encoded;
    cs_bytes_t bytes;
    cs_status_t status;

    cs_buffer_init(&encoded, cli->pool, 2 * CS_DIGEST_SIZE);
    CS_REQUIRE(text != NULL, CS_NO_MEMORY);
    bytes = cs_bytes_text(text);
    CS_TRY(cs_digest(&bytes, 1, digest));
    CS_TRY(cs_base64url_encode(cs_bytes(digest, sizeof(digest)), &encoded));
    *out = cs_buffer_text(&encoded);
out:
    free(text);
    return status;
}

static cs_status_t
cs_cli_break_glass_send(cs_cli_t *cli, const json_t *body)
{
    cs_cli_client_t client;
    json_t *answer;
    const char *digest;
    cs_status_t status;

    CS_TRY(cs_cli_body_digest(cli, body, &digest));
    CS_TRY(cs_cli_client_open(cli, &client));
    status = cs_cli_post(cli, &client, "/v1/break-glass", body, &answer);
    if (status != CS_OK && cs_cli_step_up_is_due(cli)) {
        CS_TRY(cs_cli_step_up_run(cli, &client, "break_glass.start", digest));
        status = cs_cli_post(cli, &client, "/v1/break-glass", body, &answer);
    }
    if (status == CS_OK) {
        cs_cli_answer_print(cli, answer);
    }
out:
    return status;
}

static cs_status_t
cs_cli_break_glass_body_run(cs_cli_t *cli, json_t *body)
{
    cs_status_t status = body == NULL ? CS_NO_MEMORY : cs_cli_break_glass_send(cli, body);

    json_decref(body);
    return status;
}

static cs_status_t
cs_cli_break_glass_start_run(cs_cli_t *cli)
{
    return cs_cli_break_glass_body_run(cli, json_pack("{s:s}", "reason", cs_cli_option(cli, "reason")));
}

static cs_status_t
cs_cli_break_glass_join_run(cs_cli_t *cli)
{
    return cs_cli_break_glass_body_run(cli, json_pack("{s:s}", "break_glass", cli->arguments[0]));
}

static cs_status_t
cs_cli_break_glass_end_run(cs_cli_t *cli)
{
    return cs_cli_delete_run(cli, cs_cli_path_build(cli, "/v1/break-glass/", cli->arguments[0], ""), "ended");
}

static cs_status_t
cs_cli_break_glass_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"BREAK-GLASS", "id"},
        {"INSTITUTION", "institution"},
        {"STATE", "state"},
        {"ASKED BY", "asked_by"},
        {"JOINED BY", "joined_by"},
        {"UNTIL", "until"},
        {"ACTS", "acts"},
        {"REVIEW", "review"},
        {"JUSTIFIED", "justified"},
        {"REASON", "reason"},
        {NULL, NULL},
    };

    return cs_cli_page_run(cli, "/v1/break-glass", query, columns);
}

static const cs_cli_option_t cs_cli_break_glass_start_options[] = {
    {"reason", "TEXT", "why; it stays on record and is judged", true},
    {"otp", "CODE", "what the authenticator shows now", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_break_glass_join_options[] = {
    {"otp", "CODE", "what the authenticator shows now", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_break_glass_list_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_break_glass_start = {
    "break-glass start",
    "",
    0,
    0,
    "ask that two of us may end at once what must end; a second person joins",
    cs_cli_break_glass_start_options,
    cs_cli_break_glass_start_run,
};

const cs_cli_verb_t cs_cli_break_glass_join = {
    "break-glass join",
    "BREAK-GLASS",
    1,
    1,
    "be the second person: for some minutes both may suspend, sign out, remove, revoke and withdraw",
    cs_cli_break_glass_join_options,
    cs_cli_break_glass_join_run,
};

const cs_cli_verb_t cs_cli_break_glass_end = {
    "break-glass end",          "BREAK-GLASS", 1, 1, "end it before its time; it is reviewed then", NULL,
    cs_cli_break_glass_end_run,
};

const cs_cli_verb_t cs_cli_break_glass_list = {
    "break-glass list",          "", 0, 0, "those of my institution, newest first", cs_cli_break_glass_list_options,
    cs_cli_break_glass_list_run,
};
