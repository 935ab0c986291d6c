/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the review verbs. */
#ifndef CS_CLI_REVIEW_H
#define CS_CLI_REVIEW_H

#include "cli/cli.h"

/* What a reviewer must know: what will be done, what was found, who has decided. */
void cs_cli_review_print(FILE *to, const json_t *review);

/* One decision with names in the place of ids: what was said, when, by whom, of where, in whose name, and the comment. */
void cs_cli_decision_line(FILE *to, const json_t *decision);

#endif
