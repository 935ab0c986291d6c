/* SPDX-License-Identifier: Apache-2.0 */
/* countersign role list, permission list, department list|create: what an account can be made of (GS-3.1.1). */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/verbs.h"

static const char *const cs_cli_catalogue_query[] = {"limit", "after", NULL};

static cs_status_t
cs_cli_role_list_run(cs_cli_t *cli)
{
    static const cs_cli_column_t columns[] = {{"ROLE", "role"}, {"PERMISSIONS", "permissions"}, {NULL, NULL}};

    return cs_cli_page_run(cli, "/v1/roles", cs_cli_catalogue_query, columns);
}

static cs_status_t
cs_cli_permission_list_run(cs_cli_t *cli)
{
    static const cs_cli_column_t columns[] = {
        {"PERMISSION", "permission"}, {"TIER", "tier"}, {"EXCLUDES", "excludes"}, {NULL, NULL}};

    return cs_cli_page_run(cli, "/v1/permissions", cs_cli_catalogue_query, columns);
}

static cs_status_t
cs_cli_department_list_run(cs_cli_t *cli)
{
    static const cs_cli_column_t columns[] = {{"DEPARTMENT", "code"}, {NULL, NULL}};

    return cs_cli_page_run(cli, "/v1/departments", cs_cli_catalogue_query, columns);
}

static cs_status_t
cs_cli_department_create_run(cs_cli_t *cli)
{
    return cs_cli_send_run(cli, "POST", "/v1/departments", json_pack("{s:s}", "code", cli->arguments[0]), "created");
}

static const cs_cli_option_t cs_cli_catalogue_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_role_list = {
    "role list", "", 0, 0, "the roles and what they bring", cs_cli_catalogue_options, cs_cli_role_list_run,
};

const cs_cli_verb_t cs_cli_permission_list = {
    "permission list",
    "",
    0,
    0,
    "the permissions, their tiers, and which exclude each other",
    cs_cli_catalogue_options,
    cs_cli_permission_list_run,
};

const cs_cli_verb_t cs_cli_department_list = {
    "department list",          "", 0, 0, "the departments of my institution", cs_cli_catalogue_options,
    cs_cli_department_list_run,
};

const cs_cli_verb_t cs_cli_department_create = {
    "department create", "CODE", 1, 1, "add a department to my institution", NULL, cs_cli_department_create_run,
};
