/* SPDX-License-Identifier: Apache-2.0 */
/* The question before a signature. */
#include "cli/confirm.h"

#include <unistd.h>

cs_status_t
cs_cli_confirm_check(cs_cli_t *cli)
{
    if (cs_cli_switch(cli, "yes") || isatty(STDIN_FILENO)) {
        return CS_OK;
    }
    return cs_cli_usage(cli, "here is no terminal to ask at: give --yes to sign what is shown");
}

cs_status_t
cs_cli_confirm(cs_cli_t *cli)
{
    char answer[8] = "";

    if (cs_cli_switch(cli, "yes")) {
        return CS_OK;
    }
    fputs("sign this? [y/N] ", stderr);
    if (fgets(answer, sizeof(answer), stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y')) {
        return CS_OK;
    }
    return cs_cli_fail(cli, CS_FORBIDDEN, "nothing was signed");
}
