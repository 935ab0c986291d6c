/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing is signed unasked: a person at a terminal says yes, a script says --yes. */
#ifndef CS_CLI_CONFIRM_H
#define CS_CLI_CONFIRM_H

#include "cli/cli.h"

/* Before anything is read: a usage error where there is neither a terminal to ask at nor --yes. */
cs_status_t cs_cli_confirm_check(cs_cli_t *cli) CS_MUST_CHECK;

/* CS_OK when it may be signed, else CS_FORBIDDEN. */
cs_status_t cs_cli_confirm(cs_cli_t *cli) CS_MUST_CHECK;

#endif
