/* SPDX-License-Identifier: Apache-2.0 */
/* Between the verbs that get a token. */
#ifndef CS_CLI_SESSION_H
#define CS_CLI_SESSION_H

#include "cli/client.h"

/* Keeps the token of the answer in the profile, takes it out of the answer, and prints the rest. */
cs_status_t cs_cli_session_keep(cs_cli_t *cli, cs_cli_client_t *client, json_t *answer) CS_MUST_CHECK;

#endif
