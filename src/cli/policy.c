/* SPDX-License-Identifier: Apache-2.0 */
/* countersign policy check|list|show: what is written, and what is in force; propose and diff stand in policy_propose.c. */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/policy_files.h"
#include "cli/verbs.h"
#include "policy/policy.h"

#define CS_CLI_MAX_POLICY_LINES ((size_t)1 << 20)

static const char *
cs_cli_policy_folder(const cs_cli_t *cli)
{
    return cli->argument_count == 0 ? "policies" : cli->arguments[0];
}

/* A line a document: what holds, and until when somebody has looked at it. */
static cs_status_t
cs_cli_policies_print(const cs_cli_t *cli, const json_t *documents)
{
    static const cs_cli_column_t columns[] = {
        {"POLICY", "name"}, {"VERSION", "version"}, {"REVIEW BY", "review_by"}, {NULL, NULL}};
    json_t *page = json_pack("{s:[], s:n}", "items", "next"), *items = json_object_get(page, "items");
    cs_status_t status = CS_OK;
    const char *name;
    json_t *document;

    json_object_foreach((json_t *)documents, name, document) {
        CS_REQUIRE(json_array_append_new(items, json_pack("{s:s, s:O, s:O}", "name", name, "version",
                                                          json_object_get(document, "version"), "review_by",
                                                          json_object_get(document, "review_by"))) == 0,
                   CS_NO_MEMORY);
    }
    cs_cli_page_print(cli, page, columns);
out:
    json_decref(page);
    return status;
}

static cs_status_t
cs_cli_policy_lines_print(cs_cli_t *cli, const json_t *documents, const char *name)
{
    const json_t *document = json_object_get(documents, name);

    cs_buffer_t lines;
    cs_status_t status;

    cs_buffer_init(&lines, cli->pool, CS_CLI_MAX_POLICY_LINES);
    status = document == NULL ? cs_cli_fail(cli, CS_NOT_FOUND, "there is no policy %s", name)
                              : cs_policy_print(document, &lines);
    if (status == CS_OK) {
        (void)fwrite(cs_buffer_bytes(&lines).data, 1, cs_buffer_bytes(&lines).size, stdout);
    }
    return status;
}

static cs_status_t
cs_cli_policy_check_run(cs_cli_t *cli)
{
    const char *name = cs_cli_option(cli, "lines");
    char today[11];
    json_t *documents;
    cs_status_t status;

    CS_TRY(cs_cli_policies_read(cli, cs_cli_policy_folder(cli), &documents));
    CS_TRY(cs_policy_check_dates(documents, cs_cli_today(today), &cli->error));
    status = name == NULL ? cs_cli_policies_print(cli, documents) : cs_cli_policy_lines_print(cli, documents, name);
out:
    return status;
}

static cs_status_t
cs_cli_policy_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {NULL};
    static const cs_cli_column_t columns[] = {
        {"POLICY", "name"}, {"VERSION", "version"}, {"REVIEW BY", "review_by"}, {"SET", "policy"}, {NULL, NULL},
    };

    return cs_cli_page_run(cli, "/v1/policies", query, columns);
}

static cs_status_t
cs_cli_policy_show_run(cs_cli_t *cli)
{
    const char *before = cs_cli_path_build(cli, "/v1/policies/", cli->arguments[0], "/");
    cs_cli_client_t client;
    json_t *answer;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, before, cli->arguments[1], ""), &answer));
    cs_cli_answer_print(cli, answer);
out:
    return status;
}

static const cs_cli_option_t cs_cli_policy_check_options[] = {
    {"lines", "NAME", "print that document, a line a member, to be compared", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_policy_check = {
    "policy check",
    "[FOLDER]",
    0,
    1,
    "do the documents of a folder hold: members, agreement, floors, who could decide, when to look again",
    cs_cli_policy_check_options,
    cs_cli_policy_check_run,
};

const cs_cli_verb_t cs_cli_policy_list = {
    "policy list", "", 0, 0, "the policies in force", NULL, cs_cli_policy_list_run,
};

const cs_cli_verb_t cs_cli_policy_show = {
    "policy show", "NAME VERSION", 2, 2, "one version of a policy, as it was activated", NULL, cs_cli_policy_show_run,
};
