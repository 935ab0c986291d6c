/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person reads.  Text from elsewhere never reaches the terminal raw:
 * control, direction and invisible characters are shown as escapes, so that
 * nobody can dress up what is about to be signed.
 */
#ifndef CS_CLI_PRINT_H
#define CS_CLI_PRINT_H

#include "cli/cli.h"

typedef struct {
    const char *title; /* NULL ends the list */
    const char *path;  /* members from an item down, joined by '.' */
} cs_cli_column_t;

/* A line of escaped text without its end. */
void cs_cli_text_print(FILE *to, const char *text);

/* A value without members; an array of such, separated by commas; "-" for nothing. */
void cs_cli_scalars_print(FILE *to, const json_t *value);

/* Members one a line, nested ones indented. */
void cs_cli_value_print(FILE *to, const json_t *value, int indent);

/* An answer: as JSON with --json, else member by member. */
void cs_cli_answer_print(const cs_cli_t *cli, const json_t *answer);

/* A page {items, next, names?}: as JSON with --json, else a table with names in the place of ids. */
void cs_cli_page_print(const cs_cli_t *cli, const json_t *page, const cs_cli_column_t *columns);

/* Why the verb failed: on standard error, or with --json as the one document on standard output. */
void cs_cli_failure_print(const cs_cli_t *cli, cs_status_t status);

#endif
