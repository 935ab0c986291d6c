/* SPDX-License-Identifier: Apache-2.0 */
/* Policies as files of a folder, one document a file. */
#ifndef CS_CLI_POLICY_FILES_H
#define CS_CLI_POLICY_FILES_H

#include "cli/cli.h"

/* The whole set, checked as the platform would: each document, their agreement, the floors of the standard. */
cs_status_t cs_cli_policies_read(cs_cli_t *cli, const char *folder, json_t **out) CS_MUST_CHECK;

/* Those documents of a set that the folder has, at least one, unchecked: they may rest on others in force. */
cs_status_t cs_cli_policies_find(cs_cli_t *cli, const char *folder, json_t **out) CS_MUST_CHECK;

/* The day it is, UTC, as policies write one. */
const char *cs_cli_today(char out[11]);

#endif
