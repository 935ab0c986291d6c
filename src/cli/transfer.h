/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the client. */
#ifndef CS_CLI_TRANSFER_H
#define CS_CLI_TRANSFER_H

#include "cli/client.h"

/* Performs the request that the handle is set to, and once more when its outcome is unknown and may_repeat. */
cs_status_t cs_cli_transfer_run(cs_cli_t *cli, cs_cli_client_t *client, bool may_repeat, cs_cli_answer_t *out)
    CS_MUST_CHECK;

#endif
