/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the record verbs. */
#ifndef CS_CLI_RECORD_H
#define CS_CLI_RECORD_H

#include "cli/client.h"

/* Submits a draft, with the verb's --urgency. */
cs_status_t cs_cli_record_publish_call(cs_cli_t *cli, cs_cli_client_t *client, const char *record, json_t **answer)
    CS_MUST_CHECK;

#endif
