/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the review verbs. */
#ifndef CS_CLI_REVIEW_H
#define CS_CLI_REVIEW_H

#include "cli/cli.h"

/* What a reviewer must know: what will be done, what was found, who has decided. */
void cs_cli_review_print(FILE *to, const json_t *review);

#endif
