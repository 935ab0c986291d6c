/* SPDX-License-Identifier: Apache-2.0 */
/* Words of the command line to verb, options and arguments; the help comes from the same tables. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "cli/hint.h"

static bool
cs_cli_text_equal(const char *a, const char *b)
{
    return cs_bytes_equal(cs_bytes_text(a), cs_bytes_text(b));
}

cs_status_t
cs_cli_fail(cs_cli_t *cli, cs_status_t status, const char *format, ...)
{
    char text[CS_MAX_ERROR_TEXT];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return cs_error_set(&cli->error, status, "", "%s", text);
}

cs_status_t
cs_cli_usage(cs_cli_t *cli, const char *format, ...)
{
    char text[CS_MAX_ERROR_TEXT];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    cli->is_usage = true;
    return cs_error_set(&cli->error, CS_MALFORMED, "", "%s", text);
}

static int
cs_cli_option_find(const cs_cli_verb_t *verb, cs_bytes_t name)
{
    for (int i = 0; verb->options != NULL && verb->options[i].name != NULL; i++) {
        if (cs_bytes_equal(cs_bytes_text(verb->options[i].name), name)) {
            return i;
        }
    }
    return -1;
}

const char *
cs_cli_option(const cs_cli_t *cli, const char *name)
{
    int i = cs_cli_option_find(cli->verb, cs_bytes_text(name));

    return i < 0 ? NULL : cli->values[i];
}

const char **
cs_cli_option_place(cs_cli_t *cli, const char *name)
{
    return &cli->values[cs_cli_option_find(cli->verb, cs_bytes_text(name))];
}

bool
cs_cli_switch(const cs_cli_t *cli, const char *name)
{
    return cs_cli_option(cli, name) != NULL;
}

/* How many of the words name the verb: 0, 1 or 2. */
static int
cs_cli_verb_match(const char *name, int count, char **words)
{
    const char *space = strchr(name, ' ');

    if (space == NULL) {
        return count >= 1 && cs_cli_text_equal(name, words[0]) ? 1 : 0;
    }
    if (count < 2 || !cs_cli_text_equal(space + 1, words[1])) {
        return 0;
    }
    return cs_bytes_equal(cs_bytes(name, (size_t)(space - name)), cs_bytes_text(words[0])) ? 2 : 0;
}

static int
cs_cli_verb_find(cs_cli_t *cli, int count, char **words)
{
    for (size_t i = 0; cs_cli_verbs[i] != NULL; i++) {
        int used = cs_cli_verb_match(cs_cli_verbs[i]->name, count, words);
        if (used > 0) {
            cli->verb = cs_cli_verbs[i];
            return used;
        }
    }
    return 0;
}

static cs_status_t
cs_cli_option_refuse(cs_cli_t *cli, cs_bytes_t name)
{
    char typed[64];
    const char *near;

    (void)snprintf(typed, sizeof(typed), "%.*s", (int)name.size, (const char *)name.data);
    near = cs_cli_option_near(cli->verb, typed);
    return cs_cli_usage(cli, "the option --%s is not known here%s%s%s", typed, near == NULL ? "" : "; did you mean --",
                        near == NULL ? "" : near, near == NULL ? "" : "?");
}

/* --name value, --name=value or -o for --output; *at moves on when the next word is the value. */
static cs_status_t
cs_cli_option_parse(cs_cli_t *cli, int count, char **words, int *at)
{
    const char *text = cs_cli_text_equal(words[*at], "-o") ? "output" : words[*at] + 2, *equals = strchr(text, '=');
    cs_bytes_t name = equals == NULL ? cs_bytes_text(text) : cs_bytes(text, (size_t)(equals - text));
    int i = cs_cli_option_find(cli->verb, name);

    if (i < 0) {
        return cs_cli_option_refuse(cli, name);
    }
    if (cli->verb->options[i].value == NULL) {
        cli->values[i] = "";
        return equals == NULL ? CS_OK : cs_cli_usage(cli, "the option --%.*s takes no value", (int)name.size, text);
    }
    if (equals == NULL && *at + 1 >= count) {
        return cs_cli_usage(cli, "the option --%s lacks its value", text);
    }
    cli->values[i] = equals == NULL ? words[++*at] : equals + 1;
    return CS_OK;
}

static cs_status_t
cs_cli_word_parse(cs_cli_t *cli, int count, char **words, int *at)
{
    if (words[*at][0] == '-' && words[*at][1] != '\0') {
        return cs_cli_option_parse(cli, count, words, at);
    }
    if (cli->argument_count == cli->verb->maximum) {
        return cs_cli_usage(cli, "one argument too many: %s", words[*at]);
    }
    cli->arguments[cli->argument_count++] = words[*at];
    return CS_OK;
}

static cs_status_t
cs_cli_complete(cs_cli_t *cli)
{
    const cs_cli_option_t *options = cli->verb->options;

    if (cli->argument_count < cli->verb->minimum) {
        return cs_cli_usage(cli, "an argument is missing: %s", cli->verb->arguments);
    }
    for (size_t i = 0; options != NULL && options[i].name != NULL; i++) {
        if (options[i].required && cli->values[i] == NULL) {
            return cs_cli_usage(cli, "the option --%s is missing", options[i].name);
        }
    }
    return CS_OK;
}

/* Takes the options that every verb has out of the words; returns how many words are left. */
static int
cs_cli_global_take(cs_cli_t *cli, int count, char **words, bool *is_help)
{
    int left = 0;

    for (int i = 0; i < count; i++) {
        if (cs_cli_text_equal(words[i], "--json")) {
            cli->is_json = true;
        } else if (cs_cli_text_equal(words[i], "--help") || cs_cli_text_equal(words[i], "-h")) {
            *is_help = true;
        } else if (cs_cli_text_equal(words[i], "--profile") && i + 1 < count) {
            cli->profile_path = words[++i];
        } else {
            words[left++] = words[i];
        }
    }
    return left;
}

/* Is it the first word of verbs of two. */
static bool
cs_cli_is_in_group(const cs_cli_verb_t *verb, const char *group)
{
    const char *space = strchr(verb->name, ' ');

    return space != NULL && cs_bytes_equal(cs_bytes(verb->name, (size_t)(space - verb->name)), cs_bytes_text(group));
}

static bool
cs_cli_group_find(cs_cli_t *cli, const char *word)
{
    for (size_t i = 0; cs_cli_verbs[i] != NULL; i++) {
        if (cs_cli_is_in_group(cs_cli_verbs[i], word)) {
            cli->group = word;
            return true;
        }
    }
    return false;
}

static cs_status_t
cs_cli_verb_refuse(cs_cli_t *cli, int count, char **words)
{
    const char *near = cs_cli_verb_near(count, words);

    (void)cs_cli_group_find(cli, words[0]);
    return cs_cli_usage(cli, "there is no verb %s%s%s%s%s%s", words[0], count > 1 ? " " : "", count > 1 ? words[1] : "",
                        near == NULL ? "" : "; did you mean countersign ", near == NULL ? "" : near,
                        near == NULL ? "" : "?");
}

cs_status_t
cs_cli_parse(cs_cli_t *cli, int count, char **words, bool *is_help)
{
    cs_status_t status = CS_OK;
    int used;

    *is_help = false;
    count = cs_cli_global_take(cli, count, words, is_help);
    used = cs_cli_verb_find(cli, count, words);
    if (*is_help && (used > 0 || count == 0 || (count == 1 && cs_cli_group_find(cli, words[0])))) {
        return CS_OK;
    }
    if (count == 0) {
        return cs_cli_usage(cli, "a verb is missing");
    }
    if (used == 0) {
        return cs_cli_verb_refuse(cli, count, words);
    }
    for (int at = used; at < count; at++) {
        CS_TRY(cs_cli_word_parse(cli, count, words, &at));
    }
    CS_TRY(cs_cli_complete(cli));
out:
    return status;
}

static void
cs_cli_option_print(FILE *to, const cs_cli_option_t *option)
{
    char left[40];

    (void)snprintf(left, sizeof(left), "--%s %s", option->name, option->value == NULL ? "" : option->value);
    fprintf(to, "  %-30s %s%s\n", left, option->help, option->required ? " (required)" : "");
}

static void
cs_cli_verbs_print(FILE *to, const char *group)
{
    for (size_t i = 0; cs_cli_verbs[i] != NULL; i++) {
        if (group == NULL || cs_cli_is_in_group(cs_cli_verbs[i], group)) {
            fprintf(to, "  %-22s %s\n", cs_cli_verbs[i]->name, cs_cli_verbs[i]->summary);
        }
    }
}

static void
cs_cli_overview_print(FILE *to)
{
    fputs("countersign: share classified records between banks, with a second signature for all that matters.\n\n"
          "usage: countersign VERB [ARGUMENTS] [OPTIONS]\n\n",
          to);
    cs_cli_verbs_print(to, NULL);
    fputs("\n"
          "  --profile FILE   who I am and where the platform is: JSON with base_url, ca, certificate, key, account;\n"
          "                   paths are relative to the file; default $COUNTERSIGN_PROFILE, then\n"
          "                   ~/.config/countersign/profile.json; sign-in keeps its token there\n"
          "  --json           one JSON document on standard output, also for a refusal\n"
          "  --help           after a verb: its arguments and options\n"
          "  --version        alone: which countersign this is\n\n"
          "exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 unavailable (try again), 4 verification failed\n",
          to);
}

void
cs_cli_help_print(FILE *to, const cs_cli_t *cli)
{
    const cs_cli_verb_t *verb = cli->verb;

    if (verb == NULL && cli->group == NULL) {
        cs_cli_overview_print(to);
        return;
    }
    if (verb == NULL) {
        fprintf(to, "usage: countersign %s VERB [ARGUMENTS] [OPTIONS]\n\n", cli->group);
        cs_cli_verbs_print(to, cli->group);
        return;
    }
    fprintf(to, "usage: countersign %s%s%s [OPTIONS]\n\n%s\n\n", verb->name, verb->arguments[0] == '\0' ? "" : " ",
            verb->arguments, verb->summary);
    for (size_t i = 0; verb->options != NULL && verb->options[i].name != NULL; i++) {
        cs_cli_option_print(to, &verb->options[i]);
    }
}
