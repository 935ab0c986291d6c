/* SPDX-License-Identifier: Apache-2.0 */
/* countersign device list|remove; add and renew stand in device_add.c (GS-2.1.3). */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_device_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"DEVICE", "id"},   {"LABEL", "label"}, {"TRANSPORT", "transport"},
        {"CLASS", "class"}, {"STATE", "state"}, {NULL, NULL},
    };

    return cs_cli_page_run(cli, "/v1/devices", query, columns);
}

static cs_status_t
cs_cli_device_remove_run(cs_cli_t *cli)
{
    const char *after = cs_cli_switch(cli, "last") ? "?last=true" : "";

    return cs_cli_delete_run(cli, cs_cli_path_build(cli, "/v1/devices/", cli->arguments[0], after),
                             "removed; its sessions have ended");
}

static const cs_cli_option_t cs_cli_device_list_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_device_remove_options[] = {
    {"last", NULL, "though it is the last one: the account then needs a reset, which others decide", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_device_list = {
    "device list", "", 0, 0, "my devices and how far each is bound", cs_cli_device_list_options, cs_cli_device_list_run,
};

const cs_cli_verb_t cs_cli_device_remove = {
    "device remove",          "DEVICE", 1, 1, "give up one of my devices for ever", cs_cli_device_remove_options,
    cs_cli_device_remove_run,
};
