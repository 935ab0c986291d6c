/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign account suspend|leave|retire|unlock|reset|reinstate|transfer|
 * liaison|end-date.  What takes rights away acts at once; what gives them back
 * is a review that others decide (GS-2.1.1, GS-3.3).
 */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/names.h"
#include "cli/texts.h"
#include "cli/verbs.h"

/* POST of what is to become of the account; the body is taken. */
static cs_status_t
cs_cli_account_send(cs_cli_t *cli, const char *what, json_t *body, const char *done)
{
    cs_status_t status = cs_cli_account_find(cli, &cli->arguments[0]);

    if (status != CS_OK) {
        json_decref(body);
        return status;
    }
    return cs_cli_send_run(cli, "POST", cs_cli_path_build(cli, "/v1/accounts/", cli->arguments[0], what), body, done);
}

static cs_status_t
cs_cli_account_suspend_run(cs_cli_t *cli)
{
    return cs_cli_account_send(cli, "/suspension", json_pack("{s:s*}", "reason", cs_cli_option(cli, "reason")),
                               "suspended");
}

static cs_status_t
cs_cli_account_depart(cs_cli_t *cli, const char *kind)
{
    return cs_cli_account_send(cli, "/departure",
                               json_pack("{s:s, s:s*}", "kind", kind, "notice", cs_cli_option(cli, "notice")), kind);
}

static cs_status_t
cs_cli_account_leave_run(cs_cli_t *cli)
{
    return cs_cli_account_depart(cli, "left");
}

static cs_status_t
cs_cli_account_retire_run(cs_cli_t *cli)
{
    return cs_cli_account_depart(cli, "retired");
}

static cs_status_t
cs_cli_account_unlock_run(cs_cli_t *cli)
{
    return cs_cli_account_send(cli, "/unlock", json_pack("{s:s*}", "reason", cs_cli_option(cli, "reason")), "asked");
}

static cs_status_t
cs_cli_account_reset_run(cs_cli_t *cli)
{
    cs_status_t status =
        cs_cli_account_send(cli, "/reset", json_pack("{s:s*}", "reason", cs_cli_option(cli, "reason")), "asked");

    if (status == CS_OK && !cli->is_json) {
        puts("code_half is shown this once: hand it to the person; the last reviewer gets the other half");
    }
    return status;
}

static cs_status_t
cs_cli_account_reinstate_run(cs_cli_t *cli)
{
    return cs_cli_account_send(cli, "/reinstatement", json_pack("{s:s*}", "reason", cs_cli_option(cli, "reason")),
                               "asked");
}

static cs_status_t
cs_cli_account_transfer_run(cs_cli_t *cli)
{
    json_t *roles = cs_cli_texts_split(cs_cli_option(cli, "roles"));

    return cs_cli_account_send(cli, "/transfer",
                               json_pack("{s:s, s:s, s:o, s:s*}", "department", cs_cli_option(cli, "department"),
                                         "rank", cs_cli_option(cli, "rank"), "roles", roles, "reason",
                                         cs_cli_option(cli, "reason")),
                               "asked");
}

static cs_status_t
cs_cli_account_liaison_run(cs_cli_t *cli)
{
    return cs_cli_account_send(cli, "/liaison", json_pack("{s:s}", "liaison", cli->arguments[1]), "handed over");
}

static cs_status_t
cs_cli_account_end_date_run(cs_cli_t *cli)
{
    return cs_cli_account_send(cli, "/end-date", json_pack("{s:s}", "ends_at", cli->arguments[1]), "asked");
}

static const cs_cli_option_t cs_cli_account_reason_options[] = {
    {"reason", "TEXT", "why", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_account_notice_options[] = {
    {"notice", "TIME", "when it takes effect; a liaison without a handover gives 24 hours (RFC 3339, UTC)", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_account_transfer_options[] = {
    {"department", "NAME", "where to", true},
    {"rank", "RANK", "staff, manager or executive", true},
    {"roles", "A,B", "the roles of the new post, comma-separated", true},
    {"reason", "TEXT", "why", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_account_suspend = {
    "account suspend",
    "ACCOUNT",
    1,
    1,
    "at once: end its sessions and let it do nothing, until a review reinstates it",
    cs_cli_account_reason_options,
    cs_cli_account_suspend_run,
};

const cs_cli_verb_t cs_cli_account_leave = {
    "account leave",
    "ACCOUNT",
    1,
    1,
    "at once and for ever: the person has left",
    cs_cli_account_notice_options,
    cs_cli_account_leave_run,
};

const cs_cli_verb_t cs_cli_account_retire = {
    "account retire",
    "ACCOUNT",
    1,
    1,
    "at once: the person has retired, and keeps what the retired may",
    cs_cli_account_notice_options,
    cs_cli_account_retire_run,
};

const cs_cli_verb_t cs_cli_account_unlock = {
    "account unlock",
    "ACCOUNT",
    1,
    1,
    "ask that a locked account be unlocked; two others decide",
    cs_cli_account_reason_options,
    cs_cli_account_unlock_run,
};

const cs_cli_verb_t cs_cli_account_reset = {
    "account reset",
    "ACCOUNT",
    1,
    1,
    "ask that password and one-time code be set anew, by a new code; sessions end, devices stay; two others decide",
    cs_cli_account_reason_options,
    cs_cli_account_reset_run,
};

const cs_cli_verb_t cs_cli_account_reinstate = {
    "account reinstate",
    "ACCOUNT",
    1,
    1,
    "ask that a suspended account be reinstated; two others decide",
    cs_cli_account_reason_options,
    cs_cli_account_reinstate_run,
};

const cs_cli_verb_t cs_cli_account_transfer = {
    "account transfer",
    "ACCOUNT",
    1,
    1,
    "at once: end its rights; those of the new post come by a review",
    cs_cli_account_transfer_options,
    cs_cli_account_transfer_run,
};

const cs_cli_verb_t cs_cli_account_liaison = {
    "account liaison",
    "ACCOUNT LIAISON",
    2,
    2,
    "hand a partner's account over to another liaison, or a service to another owner",
    NULL,
    cs_cli_account_liaison_run,
};

const cs_cli_verb_t cs_cli_account_end_date = {
    "account end-date",
    "ACCOUNT TIME",
    2,
    2,
    "let an account end at another time (RFC 3339, UTC): sooner at once, later when two others have decided",
    NULL,
    cs_cli_account_end_date_run,
};
