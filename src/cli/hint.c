/* SPDX-License-Identifier: Apache-2.0 */
/* Refusals to the verbs that settle them, typing errors to the words that were meant. */
#include "cli/hint.h"

#include "base/clock.h"
#include "base/guard.h"

#define CS_CLI_MAX_WORD 64

static const char *const cs_cli_hints_owed[][2] = {
    {"change_password", "countersign password change"},
    {"accept_terms", "countersign terms show, then countersign terms accept"},
    {"enrol_otp", "countersign otp begin, then countersign otp confirm"},
    {"confirmation", "another person confirms this device; countersign doctor tells its thumbprint"},
    {NULL, NULL},
};

static const char *const cs_cli_hints[][2] = {
    {"invalid_token", "countersign sign-in"},
    {"otp_required", "countersign sign-in --otp CODE"},
    {"no_one_time_code", "countersign otp begin, then countersign otp confirm"},
    {"device_not_bound", "countersign doctor says which account and certificate this is; countersign enrol binds it"},
    {"invalid_enrolment", "the code's first half comes from the officer who created or reset the account, the second "
                          "from the last reviewer who approved that"},
    {"operation_not_allowed", "countersign explain OPERATION RECORD says by which rule, and what is missing"},
    {"grant_required", "countersign permission request --record RECORD; countersign explain OPERATION RECORD says with "
                       "which level and operations"},
    {"undecidable",
     "an account officer gives somebody else what stands in brackets (countersign role list, then account "
     "transfer or create), or a device of theirs is confirmed; countersign review plan says who could "
     "decide"},
    {"last_holder",
     "an account officer gives it to somebody else first: countersign account transfer or create; where it "
     "cannot wait, two people: countersign break-glass start"},
    {"account_locked", "an account officer of the institution: countersign account unlock ACCOUNT; two reviewers "
                       "then decide"},
    {"terminal_limit", "on a device that is signed in: countersign session list, then countersign session end "
                       "SESSION; if that device is lost, an account officer: countersign account reset ACCOUNT"},
    {NULL, NULL},
};

static const char *
cs_cli_hint_find(const char *const (*hints)[2], const char *code)
{
    for (; code != NULL && (*hints)[0] != NULL; hints++) {
        if (cs_bytes_equal(cs_bytes_text((*hints)[0]), cs_bytes_text(code))) {
            return (*hints)[1];
        }
    }
    return NULL;
}

void
cs_cli_owed_print(FILE *to, const json_t *must)
{
    size_t i;
    json_t *owed;

    json_array_foreach(must, i, owed) {
        const char *hint = cs_cli_hint_find(cs_cli_hints_owed, json_string_value(owed));
        if (hint != NULL) {
            fprintf(to, "owed first: %s\n", hint);
        }
    }
}

void
cs_cli_hint_print(FILE *to, const json_t *problem)
{
    const char *hint = cs_cli_hint_find(cs_cli_hints, cs_json_get_text(problem, "code"));
    const char *review = cs_json_get_text(problem, "review");

    cs_cli_owed_print(to, json_object_get(problem, "must"));
    if (hint != NULL) {
        fprintf(to, "hint: %s\n", hint);
    }
    if (cs_uuid_check(cs_bytes_text(review))) {
        fprintf(to, "hint: countersign review show %s; who asked, where it was sent back: review resubmit %s\n", review,
                review);
    }
}

static unsigned
cs_cli_least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* How many letters must be put in, left out or changed to make one of the other (Levenshtein). */
static unsigned
cs_cli_distance(cs_bytes_t a, cs_bytes_t b)
{
    unsigned row[CS_CLI_MAX_WORD + 1];

    if (a.size > CS_CLI_MAX_WORD || b.size > CS_CLI_MAX_WORD) {
        return CS_CLI_MAX_WORD;
    }
    for (unsigned j = 0; j <= b.size; j++) {
        row[j] = j;
    }
    for (unsigned i = 1; i <= a.size; i++) {
        unsigned diagonal = row[0];
        row[0] = i;
        for (unsigned j = 1; j <= b.size; j++) {
            unsigned changed = diagonal + (a.data[i - 1] != b.data[j - 1]);
            diagonal = row[j];
            row[j] = cs_cli_least(changed, cs_cli_least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b.size];
}

/* Near is what has a third of its letters wrong at most. */
static bool
cs_cli_is_nearer(const char *typed, const char *meant, unsigned *least)
{
    cs_bytes_t a = cs_bytes_text(typed), b = cs_bytes_text(meant);
    unsigned distance = cs_cli_distance(a, b);

    if (distance >= *least || distance * 3 > b.size) {
        return false;
    }
    *least = distance;
    return true;
}

const char *
cs_cli_verb_near(int count, char **words)
{
    char two[2 * CS_CLI_MAX_WORD];
    const char *near = NULL;
    unsigned least = CS_CLI_MAX_WORD;

    (void)snprintf(two, sizeof(two), "%s%s%s", words[0], count > 1 ? " " : "", count > 1 ? words[1] : "");
    for (size_t i = 0; cs_cli_verbs[i] != NULL; i++) {
        /* A verb of one word may have an argument behind it. */
        if (cs_cli_is_nearer(two, cs_cli_verbs[i]->name, &least) ||
            cs_cli_is_nearer(words[0], cs_cli_verbs[i]->name, &least)) {
            near = cs_cli_verbs[i]->name;
        }
    }
    return near;
}

const char *
cs_cli_option_near(const cs_cli_verb_t *verb, const char *name)
{
    const char *near = NULL;
    unsigned least = CS_CLI_MAX_WORD;

    for (size_t i = 0; verb->options != NULL && verb->options[i].name != NULL; i++) {
        if (cs_cli_is_nearer(name, verb->options[i].name, &least)) {
            near = verb->options[i].name;
        }
    }
    return near;
}
