/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign(1): one file a verb, each a row of the one table in verbs.c.
 * A verb returns a status; what it has to say about a failure stands in
 * cli->error or, when the platform answered it, in cli->problem, and is
 * printed once, by main.c.
 */
#ifndef CS_CLI_CLI_H
#define CS_CLI_CLI_H

#include <stdio.h>

#include "base/error.h"
#include "codec/json.h"

#define CS_CLI_VERSION       "0.1.0"
#define CS_CLI_MAX_OPTIONS   16
#define CS_CLI_MAX_ARGUMENTS 2
#define CS_CLI_MAX_FILE      (64 * 1024 * 1024) /* a record's file, base64 in JSON, in memory */

typedef enum {
    CS_CLI_EXIT_OK = 0,
    CS_CLI_EXIT_REFUSED = 1,
    CS_CLI_EXIT_USAGE = 2,
    CS_CLI_EXIT_UNAVAILABLE = 3,
    CS_CLI_EXIT_UNVERIFIED = 4,
} cs_cli_exit_t;

typedef struct {
    const char *name;  /* without the hyphens; NULL ends the list */
    const char *value; /* what the help calls its value; NULL for a switch */
    const char *help;
    bool required;
} cs_cli_option_t;

typedef struct cs_cli_s cs_cli_t;

typedef struct {
    const char *name; /* one word or two */
    const char *arguments;
    unsigned minimum, maximum; /* arguments */
    const char *summary;
    const cs_cli_option_t *options; /* NULL for none */
    cs_status_t (*run)(cs_cli_t *cli);
} cs_cli_verb_t;

struct cs_cli_s {
    cs_arena_t arena;
    cs_pool_t *pool;
    const cs_cli_verb_t *verb;
    const char *group;                      /* a verb's first word whose help is wanted; NULL: all */
    const char *values[CS_CLI_MAX_OPTIONS]; /* as the verb's options; a switch that is set has "" */
    const char *arguments[CS_CLI_MAX_ARGUMENTS];
    unsigned argument_count;
    const char *profile_path; /* NULL for the default */
    bool is_json;
    bool is_usage;         /* the failure is the caller's wording */
    bool is_told;          /* the verb has said itself why it failed */
    const json_t *problem; /* RFC 9457 document that the platform answered */
    cs_error_t error;
};

/* The table, in the order of the help; ends with NULL. */
extern const cs_cli_verb_t *const cs_cli_verbs[];

/*
 * Fills verb, values and arguments; CS_MALFORMED with is_usage set.  *is_help: only the help is wanted, of the verb or
 * the group that is named, else of all.
 */
cs_status_t cs_cli_parse(cs_cli_t *cli, int count, char **words, bool *is_help) CS_MUST_CHECK;
void cs_cli_help_print(FILE *to, const cs_cli_t *cli);

/* The value of an option of this verb, or NULL when it was not given. */
const char *cs_cli_option(const cs_cli_t *cli, const char *name);
/* Where that value stands, for a verb that reads it anew; the option must be one of the verb's. */
const char **cs_cli_option_place(cs_cli_t *cli, const char *name);
bool cs_cli_switch(const cs_cli_t *cli, const char *name);

/* Sets the error and returns the status. */
cs_status_t cs_cli_fail(cs_cli_t *cli, cs_status_t status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
cs_status_t cs_cli_usage(cs_cli_t *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
