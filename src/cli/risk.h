/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CS_CLI_RISK_H
#define CS_CLI_RISK_H

#include "cli/cli.h"

/* A grade, and a line for each factor: its points and why it weighs, as far as they are told. */
void cs_cli_risk_print(FILE *to, const json_t *risk);

#endif
