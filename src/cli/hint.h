/* SPDX-License-Identifier: Apache-2.0 */
/* What a person does next, in verbs. */
#ifndef CS_CLI_HINT_H
#define CS_CLI_HINT_H

#include "cli/cli.h"

/* The verb that settles each thing of `must`, one a line. */
void cs_cli_owed_print(FILE *to, const json_t *must);

/* After a refusal: what settles it; nothing where the refusal says all. */
void cs_cli_hint_print(FILE *to, const json_t *problem);

/* A verb that was probably meant by these words, or NULL. */
const char *cs_cli_verb_near(int count, char **words);

/* An option of this verb that was probably meant, or NULL. */
const char *cs_cli_option_near(const cs_cli_verb_t *verb, const char *name);

#endif
