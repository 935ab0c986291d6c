/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign break-glass start|join|end|list: two people who end what must
 * end at once (GS-2.2.2).  A one-time code each; the second countersigns.
 */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/confirm.h"
#include "cli/names.h"
#include "cli/step_up.h"
#include "cli/verbs.h"
#include "cli/word.h"

static cs_status_t
cs_cli_break_glass_start_run(cs_cli_t *cli)
{
    return cs_cli_stepped_run(cli, "/v1/break-glass", json_pack("{s:s}", "reason", cs_cli_option(cli, "reason")),
                              "break_glass.start");
}

/* The newest first: one that is asked is at most a day old. */
static cs_status_t
cs_cli_break_glass_find(cs_cli_t *cli, cs_cli_client_t *client, json_t **glass, const json_t **names)
{
    size_t i;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_get(cli, client, "/v1/break-glass?limit=500", &page));
    *names = json_object_get(page, "names");
    json_array_foreach(json_object_get(page, "items"), i, *glass) {
        if (cs_bytes_equal(cs_bytes_text(cs_json_get_text(*glass, "id")), cs_bytes_text(cli->arguments[0]))) {
            return CS_OK;
        }
    }
    status = cs_cli_fail(cli, CS_NOT_FOUND, "my institution has no such break-glass");
out:
    return status;
}

static cs_status_t
cs_cli_joining_prepare(cs_cli_t *cli, cs_cli_client_t *client, cs_review_countersignature_t *members)
{
    FILE *to = cli->is_json ? stderr : stdout;
    json_t *glass = NULL, *shown;
    const json_t *names;
    cs_status_t status;

    CS_TRY(cs_cli_break_glass_find(cli, client, &glass, &names));
    CS_TRY(cs_review_joining_read(cli->pool, glass, members, &cli->error));
    if (!cs_bytes_equal(cs_bytes_text(members->review), cs_bytes_text(cli->arguments[0]))) {
        return cs_cli_fail(cli, CS_BAD_SIGNATURE, "the platform answered with another break-glass");
    }
    CS_TRY(cs_cli_signer_read(cli, client, members));
    shown = cs_cli_names_put(json_object_get(glass, "payload"), names, true);
    CS_REQUIRE(shown != NULL, CS_NO_MEMORY);
    fputs("what both of you may do then, until it ends: suspend, sign out, remove, revoke and withdraw, for this "
          "reason:\n",
          to);
    cs_cli_value_print(to, shown, 2);
    json_decref(shown);
    cs_cli_word_print(to, members);
out:
    return status;
}

static cs_status_t
cs_cli_break_glass_join_run(cs_cli_t *cli)
{
    cs_review_countersignature_t members = {0};
    cs_cli_client_t client;
    const char *jws;
    cs_status_t status;

    CS_TRY(cs_cli_confirm_check(cli));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_joining_prepare(cli, &client, &members));
    CS_TRY(cs_cli_confirm(cli));
    CS_TRY(cs_cli_word_sign(cli, &client, &members, &jws));
    status = cs_cli_stepped_send(cli, &client, "/v1/break-glass",
                                 json_pack("{s:s, s:s}", "break_glass", members.review, "countersignature", jws),
                                 "break_glass.start", members.digest);
out:
    return status;
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
    {"yes", NULL, "do not ask; needed where there is no terminal to ask at", false},
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
    "be the second person, by a signature: for some minutes both may suspend, sign out, remove, revoke and withdraw",
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
