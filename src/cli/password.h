/* SPDX-License-Identifier: Apache-2.0 */
/* A password from a file, the environment or the terminal; never from the command line, which others can read. */
#ifndef CS_CLI_PASSWORD_H
#define CS_CLI_PASSWORD_H

#include "cli/cli.h"

#define CS_CLI_MAX_PASSWORD 256

typedef struct {
    char text[CS_CLI_MAX_PASSWORD + 1];
} cs_cli_password_t;

/*
 * The file that the option (password-file, new-password-file) names, then COUNTERSIGN_PASSWORD or
 * COUNTERSIGN_NEW_PASSWORD, then a prompt without echo.  One line end is dropped.
 */
cs_status_t cs_cli_password_read(cs_cli_t *cli, const char *option, cs_cli_password_t *out) CS_MUST_CHECK;
void cs_cli_password_clear(cs_cli_password_t *password);

#endif
