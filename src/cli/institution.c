/* SPDX-License-Identifier: Apache-2.0 */
/* countersign institution admit|list|show|suspend|reinstate. */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/file.h"
#include "cli/names.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_institution_admit_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *body, *answer;
    cs_status_t status;

    CS_TRY(cs_cli_file_read_json(cli, cli->arguments[0], &body));
    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_post(cli, &client, "/v1/institutions", body, &answer));
    cs_cli_answer_print(cli, answer);
out:
    return status;
}

static cs_status_t
cs_cli_institution_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"INSTITUTION", "id"}, {"CODE", "code"}, {"NAME", "name"}, {"KIND", "kind"}, {"JURISDICTION", "jurisdiction"},
        {"STATE", "state"},    {NULL, NULL},
    };
    cs_cli_client_t client;
    json_t *page;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_query_build(cli, "/v1/institutions", query), &page));
    cs_cli_page_print(cli, page, columns);
out:
    return status;
}

static cs_status_t
cs_cli_institution_show_run(cs_cli_t *cli)
{
    cs_status_t status = cs_cli_institution_find(cli, &cli->arguments[0]);

    return status == CS_OK ? cs_cli_show_run(cli, "/v1/institutions/", "") : status;
}

static cs_status_t
cs_cli_institution_ask(cs_cli_t *cli, const char *what)
{
    cs_status_t status = cs_cli_institution_find(cli, &cli->arguments[0]);

    if (status != CS_OK) {
        return status;
    }
    return cs_cli_send_run(cli, "POST", cs_cli_path_build(cli, "/v1/institutions/", cli->arguments[0], what),
                           json_pack("{s:s*}", "reason", cs_cli_option(cli, "reason")), "asked");
}

static cs_status_t
cs_cli_institution_suspend_run(cs_cli_t *cli)
{
    return cs_cli_institution_ask(cli, "/suspension");
}

static cs_status_t
cs_cli_institution_reinstate_run(cs_cli_t *cli)
{
    return cs_cli_institution_ask(cli, "/reinstatement");
}

static const cs_cli_option_t cs_cli_institution_reason_options[] = {
    {"reason", "TEXT", "why", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_institution_list_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_institution_admit = {
    "institution admit",
    "FILE",
    1,
    1,
    "propose an institution: JSON with code, name, kind, jurisdiction, departments, people (six), letter_digest",
    NULL,
    cs_cli_institution_admit_run,
};

const cs_cli_verb_t cs_cli_institution_list = {
    "institution list",          "", 0, 0, "the institutions of the platform", cs_cli_institution_list_options,
    cs_cli_institution_list_run,
};

const cs_cli_verb_t cs_cli_institution_show = {
    "institution show", "INSTITUTION", 1, 1, "one institution", NULL, cs_cli_institution_show_run,
};

const cs_cli_verb_t cs_cli_institution_suspend = {
    "institution suspend",
    "INSTITUTION",
    1,
    1,
    "ask that an institution be suspended; a system and a security administrator decide",
    cs_cli_institution_reason_options,
    cs_cli_institution_suspend_run,
};

const cs_cli_verb_t cs_cli_institution_reinstate = {
    "institution reinstate",
    "INSTITUTION",
    1,
    1,
    "ask that a suspended institution be reinstated; a system and a security administrator decide",
    cs_cli_institution_reason_options,
    cs_cli_institution_reinstate_run,
};
