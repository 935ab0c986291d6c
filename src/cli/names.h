/* SPDX-License-Identifier: Apache-2.0 */
/* Names in the place of ids: what the platform says they stand for, and what a person may type. */
#ifndef CS_CLI_NAMES_H
#define CS_CLI_NAMES_H

#include "cli/client.h"

/*
 * A copy of value for people to read, in which every id that `names` ({id: name}) knows has become its name, or with
 * keeps_id "id (name)".  The caller frees it; NULL when there was no memory.
 */
json_t *cs_cli_names_put(const json_t *value, const json_t *names, bool keeps_id);

/*
 * *word, an account's name or an institution's code, becomes the id that the platform's list has for it; an id stays as
 * it is, and so does NULL.  CS_NOT_FOUND names what is unknown or ambiguous.
 */
cs_status_t cs_cli_account_find(cs_cli_t *cli, const char **word) CS_MUST_CHECK;
cs_status_t cs_cli_institution_find(cs_cli_t *cli, const char **word) CS_MUST_CHECK;

/* The same for the value of an option of this verb. */
cs_status_t cs_cli_account_option_find(cs_cli_t *cli, const char *option) CS_MUST_CHECK;

#endif
