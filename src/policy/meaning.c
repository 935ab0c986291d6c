/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change of a policy means for people, as one sentence.  A member that
 * has no row here is called by its path: nothing is left out of a diff because
 * nobody found words for it.
 */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

#define CS_MAX_POLICY_MEANING 4096

typedef enum {
    CS_POLICY_NEITHER,
    CS_POLICY_STRICTER, /* the more, the stricter */
    CS_POLICY_LOOSER,
} cs_policy_more_e;

/* '*' in a path stands for one member, which the text calls $1, $2 in their order. */
typedef struct {
    const char *document;
    const char *path;
    const char *text;
    cs_policy_more_e more;
} cs_policy_meaning_t;

static const cs_policy_meaning_t cs_policy_meanings[] = {
    {NULL, "/version", "version", CS_POLICY_NEITHER},
    {NULL, "/review_by", "to be looked at again by", CS_POLICY_NEITHER},
    {NULL, "/history", "the reason that is given", CS_POLICY_NEITHER},
    {"levels", "/levels", "the levels, from low to high", CS_POLICY_NEITHER},
    {"levels", "/ranks", "the ranks, from low to high", CS_POLICY_NEITHER},
    {"levels", "/matrix/*/*", "what $2 may do at level $1", CS_POLICY_LOOSER},
    {"levels", "/grant/own", "levels at which content of one's own institution needs a permission", CS_POLICY_STRICTER},
    {"levels", "/grant/other", "levels at which content of others needs a permission", CS_POLICY_STRICTER},
    {"levels", "/obligations/*", "what goes with content of level $1", CS_POLICY_STRICTER},
    {"reviews", "/kinds/*", "the review $1", CS_POLICY_NEITHER},
    {"reviews", "/kinds/*/stages", "who decides $1", CS_POLICY_NEITHER},
    {"reviews", "/kinds/*/least_class", "the least class of device to decide $1 from", CS_POLICY_STRICTER},
    {"reviews", "/kinds/*/step_up", "a second proof for a decision on $1", CS_POLICY_LOOSER},
    {"reviews", "/kinds/*/raised_by", "who may ask for $1: holders of", CS_POLICY_NEITHER},
    {"reviews", "/kinds/*/due_seconds/normal", "time to decide $1", CS_POLICY_LOOSER},
    {"reviews", "/kinds/*/due_seconds/urgent", "time to decide an urgent $1", CS_POLICY_LOOSER},
    {"reviews", "/kinds/*/expires_seconds", "time after which $1 ends undecided", CS_POLICY_LOOSER},
    {"reviews", "/kinds/*/remind", "when deciders of $1 are reminded, as shares of their time", CS_POLICY_NEITHER},
    {"permissions", "/permissions/*", "the permission $1", CS_POLICY_NEITHER},
    {"permissions", "/permissions/*/tier", "the tier of $1", CS_POLICY_NEITHER},
    {"permissions", "/permissions/*/service", "services may hold $1", CS_POLICY_LOOSER},
    {"permissions", "/exclusive", "what no person holds together", CS_POLICY_STRICTER},
    {"permissions", "/roles/*", "what the role $1 permits", CS_POLICY_LOOSER},
    {"permissions", "/retired", "what the retired keep", CS_POLICY_LOOSER},
    {"passwords", "/min_length", "characters that a new password needs", CS_POLICY_STRICTER},
    {"passwords", "/min_classes", "kinds of characters that a new password needs", CS_POLICY_STRICTER},
    {"passwords", "/max_failures", "wrong passwords in a row that lock an account", CS_POLICY_LOOSER},
    {"passwords", "/pending_seconds", "time after which a try that is left alone has failed", CS_POLICY_NEITHER},
    {"passwords", "/set_within_days", "time to set the first password", CS_POLICY_LOOSER},
    {"passwords", "/max_age_days", "age at which a password must be changed", CS_POLICY_LOOSER},
    {"passwords", "/remembered", "former passwords that are no new one", CS_POLICY_STRICTER},
    {"passwords", "/forbidden_words", "words that no password may contain", CS_POLICY_STRICTER},
    {"passwords", "/argon2/*", "cost of guessing a password ($1)", CS_POLICY_STRICTER},
    {"sessions", "/idle_seconds", "time after which an unused session ends", CS_POLICY_LOOSER},
    {"sessions", "/absolute_seconds", "time after which every session ends", CS_POLICY_LOOSER},
    {"sessions", "/terminals", "terminals that one account is signed in on at once", CS_POLICY_LOOSER},
    {"sessions", "/on_limit", "at one terminal more", CS_POLICY_NEITHER},
    {"sessions", "/step_up_seconds", "time for which a second proof waits for its operation", CS_POLICY_LOOSER},
    {"sessions", "/renewal_overlap_seconds", "time for which a renewed device still holds", CS_POLICY_LOOSER},
    {"sessions", "/services/seconds", "time for which a service is signed in", CS_POLICY_LOOSER},
    {"sessions", "/services/terminals", "terminals that one service is signed in on at most", CS_POLICY_LOOSER},
    {"sessions", "/one_time_code/at_sign_in", "a one-time code is needed at sign-in", CS_POLICY_STRICTER},
    {"sessions", "/one_time_code/tiers", "holders of which permissions must have an authenticator", CS_POLICY_STRICTER},
    {"sessions", "/one_time_code/max_failures", "wrong one-time codes in a row that lock an account", CS_POLICY_LOOSER},
    {"sessions", "/one_time_code/window_steps", "steps of 30 s before and after in which a code is good",
     CS_POLICY_LOOSER},
    {"log", "/retention_months", "time for which the log is kept", CS_POLICY_STRICTER},
    {"log", "/seal_age_max_ms", "age of an unsealed entry that stops new work", CS_POLICY_LOOSER},
    {"log", "/stranger_entries_per_minute", "entries a minute about callers whom nobody knows", CS_POLICY_NEITHER},
    {"types", "/types/*", "the record type $1", CS_POLICY_NEITHER},
    {"types", "/categories", "the categories of records", CS_POLICY_NEITHER},
    {"types", "/purposes", "the purposes that a permission can have", CS_POLICY_LOOSER},
    {"terms", "/required", "the terms must be accepted before anything else", CS_POLICY_STRICTER},
    {"terms", "/text/*", "the terms of use ($1), which everybody accepts anew", CS_POLICY_NEITHER},
    {"anomalies", "/known_days", "time after which a network counts as new again", CS_POLICY_NEITHER},
    {"anomalies", "/accounts/most", "accounts of one address that are not odd yet", CS_POLICY_LOOSER},
    {"anomalies", "/travel/kilometres_per_hour", "speed at which nobody travels", CS_POLICY_LOOSER},
    {"anomalies", "/change_password", "signals after which a new password is owed", CS_POLICY_STRICTER},
    {"anomalies", "/one_time_code", "signals at which a sign-in needs a one-time code", CS_POLICY_STRICTER},
};

/* Does the path fit, and which members stand for its first two stars? */
static bool
cs_policy_path_fits(const char *pattern, const char *path, cs_bytes_t stars[2])
{
    size_t count = 0;

    while (*pattern != '\0') {
        if (*pattern != '*') {
            if (*pattern++ != *path++) {
                return false;
            }
            continue;
        }
        if (count < 2) {
            stars[count++] = cs_bytes(path, strcspn(path, "/"));
        }
        path += strcspn(path, "/");
        pattern++;
    }
    return *path == '\0';
}

static const cs_policy_meaning_t *
cs_policy_meaning_find(const char *document, const char *path, cs_bytes_t stars[2])
{
    for (size_t i = 0; i < sizeof(cs_policy_meanings) / sizeof(cs_policy_meanings[0]); i++) {
        const cs_policy_meaning_t *row = &cs_policy_meanings[i];

        if ((row->document == NULL || strcmp(row->document, document) == 0) &&
            cs_policy_path_fits(row->path, path, stars)) {
            return row;
        }
    }
    return NULL;
}

static cs_status_t
cs_policy_name_write(cs_buffer_t *out, const cs_policy_meaning_t *row, const char *path, const cs_bytes_t stars[2])
{
    cs_status_t status = CS_OK;

    if (row == NULL) {
        return cs_buffer_append_text(out, path[0] == '/' ? path + 1 : "the document");
    }
    for (const char *at = row->text; *at != '\0'; at++) {
        if (*at == '$') {
            at++;
            CS_TRY(cs_buffer_append(out, stars[*at - '1']));
        } else {
            CS_TRY(cs_buffer_append(out, cs_bytes(at, 1)));
        }
    }
out:
    return status;
}

/* "86400" of what ends with _seconds is "24 h". */
static cs_status_t
cs_policy_number_write(cs_buffer_t *out, const char *path, json_int_t value)
{
    static const struct {
        const char *suffix, *unit;
        json_int_t many;
        const char *larger;
    } units[] = {
        {"_ms", "ms", 1000, "s"},       {"_minutes", "min", 60, "h"}, {"_days", "days", 0, NULL},
        {"_months", "months", 0, NULL}, {"_kib", "KiB", 1024, "MiB"},
    };
    bool is_time = strstr(path, "seconds") != NULL;

    if (is_time) {
        json_int_t many = value != 0 && value % 3600 == 0 ? 3600 : value != 0 && value % 60 == 0 ? 60 : 1;

        return cs_buffer_append_format(out, "%lld %s", (long long)(value / many),
                                       many == 3600 ? "h"
                                       : many == 60 ? "min"
                                                    : "s");
    }
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        size_t size = cs_bytes_text(path).size, tail = cs_bytes_text(units[i].suffix).size;

        if (size > tail && strcmp(path + size - tail, units[i].suffix) == 0) {
            bool is_many = units[i].many != 0 && value != 0 && value % units[i].many == 0;

            return cs_buffer_append_format(out, "%lld %s", (long long)(is_many ? value / units[i].many : value),
                                           is_many ? units[i].larger : units[i].unit);
        }
    }
    return cs_buffer_append_format(out, "%lld", (long long)value);
}

static cs_status_t
cs_policy_json_write(cs_buffer_t *out, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
    cs_status_t status = text == NULL ? CS_NO_MEMORY : cs_buffer_append_text(out, text);

    free(text);
    return status;
}

static cs_status_t
cs_policy_value_write(cs_buffer_t *out, const char *path, const json_t *value)
{
    cs_status_t status = CS_OK;

    if (json_is_string(value)) {
        return cs_buffer_append_text(out, json_string_value(value));
    }
    if (json_is_integer(value)) {
        return cs_policy_number_write(out, path, json_integer_value(value));
    }
    if (json_is_boolean(value)) {
        return cs_buffer_append_text(out, json_is_true(value) ? "yes" : "no");
    }
    if (!json_is_array(value)) {
        return cs_policy_json_write(out, value);
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);

        CS_TRY(cs_buffer_append_text(out, i == 0 ? "" : json_is_array(item) ? "; " : ", "));
        CS_TRY(cs_policy_value_write(out, path, item));
    }
    if (json_array_size(value) == 0) {
        status = cs_buffer_append_text(out, "nothing");
    }
out:
    return status;
}

static bool
cs_policy_has_item(const json_t *array, const json_t *item)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (json_equal(json_array_get(array, i), item)) {
            return true;
        }
    }
    return false;
}

/* Those of `from` that `other` has not, behind a word; *count says how many. */
static cs_status_t
cs_policy_missing_write(cs_buffer_t *out, const char *path, const char *word, const json_t *from, const json_t *other,
                        size_t *count)
{
    cs_status_t status = CS_OK;

    *count = 0;
    for (size_t i = 0; i < json_array_size(from); i++) {
        const json_t *item = json_array_get(from, i);

        if (!cs_policy_has_item(other, item)) {
            CS_TRY(cs_buffer_append_text(out, *count == 0 ? word : json_is_array(item) ? "; " : ", "));
            CS_TRY(cs_policy_value_write(out, path, item));
            (*count)++;
        }
    }
out:
    return status;
}

static cs_status_t
cs_policy_direction_write(cs_buffer_t *out, cs_policy_more_e more, bool is_more, bool is_less)
{
    bool is_stricter = (more == CS_POLICY_STRICTER && is_more) || (more == CS_POLICY_LOOSER && is_less);

    return more == CS_POLICY_NEITHER || is_more == is_less
               ? CS_OK
               : cs_buffer_append_text(out, is_stricter ? " (stricter)" : " (looser)");
}

static cs_status_t
cs_policy_lists_write(cs_buffer_t *out, const char *path, cs_policy_more_e more, const json_t *old, const json_t *new)
{
    size_t added, removed;
    cs_status_t status;

    CS_TRY(cs_policy_missing_write(out, path, "adds ", new, old, &added));
    if (added != 0 && json_array_size(old) + added > json_array_size(new)) {
        CS_TRY(cs_buffer_append_text(out, "; "));
    }
    CS_TRY(cs_policy_missing_write(out, path, "takes away ", old, new, &removed));
    if (added == 0 && removed == 0) {
        CS_TRY(cs_buffer_append_text(out, "another order: "));
        CS_TRY(cs_policy_value_write(out, path, new));
    }
    status = cs_policy_direction_write(out, more, added != 0, removed != 0);
out:
    return status;
}

static cs_status_t
cs_policy_needs_write(cs_buffer_t *out, const json_t *needs)
{
    cs_status_t status = CS_OK;

    for (size_t i = 0; i < json_array_size(needs); i++) {
        const json_t *need = json_array_get(needs, i);
        const char *permission = cs_json_get_text(need, "permission"), *scope = cs_json_get_text(need, "scope");

        CS_TRY(cs_buffer_append_format(out, "%s%lld of %s (%s)", i == 0 ? "" : " and ",
                                       (long long)cs_json_get_integer(need, "approvals", 0),
                                       permission == NULL ? "-" : permission, scope == NULL ? "-" : scope));
    }
out:
    return status;
}

/* "department: 1 of record.publish.department (department), then …" */
static cs_status_t
cs_policy_stages_write(cs_buffer_t *out, const json_t *stages)
{
    cs_status_t status = CS_OK;

    for (size_t i = 0; i < json_array_size(stages); i++) {
        const json_t *stage = json_array_get(stages, i);
        const char *name = cs_json_get_text(stage, "name"), *from = cs_json_get_text(stage, "from");

        CS_TRY(cs_buffer_append_format(out, "%s%s: ", i == 0 ? "" : ", then ", name == NULL ? "-" : name));
        CS_TRY(cs_policy_needs_write(out, json_object_get(stage, "needs")));
        CS_TRY(cs_buffer_append_format(out, "%s%s%s", json_is_false(json_object_get(stage, "blind")) ? ", open" : "",
                                       from == NULL ? "" : ", only from risk ", from == NULL ? "" : from));
    }
out:
    return status;
}

static json_int_t
cs_policy_stages_count(const json_t *stages)
{
    json_int_t approvals = 0;

    for (size_t i = 0; i < json_array_size(stages); i++) {
        const json_t *needs = json_object_get(json_array_get(stages, i), "needs");

        for (size_t j = 0; j < json_array_size(needs); j++) {
            approvals += cs_json_get_integer(json_array_get(needs, j), "approvals", 0);
        }
    }
    return approvals;
}

static cs_status_t
cs_policy_deciders_write(cs_buffer_t *out, const json_t *old, const json_t *new)
{
    cs_status_t status;

    CS_TRY(cs_buffer_append_format(
        out, "%lld approvals in %zu stages instead of %lld in %zu: ", (long long)cs_policy_stages_count(new),
        json_array_size(new), (long long)cs_policy_stages_count(old), json_array_size(old)));
    CS_TRY(cs_policy_stages_write(out, new));
    CS_TRY(cs_buffer_append_text(out, "; until now "));
    status = cs_policy_stages_write(out, old);
out:
    return status;
}

/* Words that are more or less: classes of devices, and up to which level no second proof is asked for. */
static double
cs_policy_word_weigh(const char *word)
{
    static const char *const words[][6] = {
        {"software", "hardware", "certificate"},
        {"always", "public", "confidential", "secret", "top_secret", "never"},
    };

    for (size_t i = 0; i < CS_COUNT_OF(words); i++) {
        for (size_t j = 0; j < CS_COUNT_OF(words[i]) && words[i][j] != NULL; j++) {
            if (strcmp(words[i][j], word) == 0) {
                return (double)j;
            }
        }
    }
    return 0;
}

static double
cs_policy_value_weigh(const json_t *value)
{
    return json_is_string(value)    ? cs_policy_word_weigh(json_string_value(value))
           : json_is_boolean(value) ? json_is_true(value)
                                    : json_number_value(value);
}

static cs_status_t
cs_policy_values_write(cs_buffer_t *out, const char *path, cs_policy_more_e more, const json_t *old, const json_t *new)
{
    double before = cs_policy_value_weigh(old), after = cs_policy_value_weigh(new);
    cs_status_t status;

    CS_TRY(cs_policy_value_write(out, path, new));
    CS_TRY(cs_buffer_append_text(out, " instead of "));
    CS_TRY(cs_policy_value_write(out, path, old));
    status = cs_policy_direction_write(out, more, after > before, after < before);
out:
    return status;
}

static cs_status_t
cs_policy_meaning_write(cs_buffer_t *out, const char *document, const char *path, const json_t *old, const json_t *new)
{
    cs_bytes_t stars[2] = {CS_BYTES_NONE, CS_BYTES_NONE};
    const cs_policy_meaning_t *row = cs_policy_meaning_find(document, path, stars);
    cs_policy_more_e more = row == NULL ? CS_POLICY_NEITHER : row->more;
    bool is_stages = row != NULL && strcmp(row->path, "/kinds/*/stages") == 0;
    cs_status_t status;

    CS_TRY(cs_policy_name_write(out, row, path, stars));
    CS_TRY(cs_buffer_append_text(out, ": "));
    if (old == NULL || new == NULL) {
        bool is_reason = row != NULL && strcmp(row->path, "/history") == 0;

        CS_TRY(cs_buffer_append_text(out, is_reason ? "" : old == NULL ? "new: " : "goes away, was: "));
        status = cs_policy_value_write(out, path, old == NULL ? new : old);
    } else if (is_stages && json_is_array(old) && json_is_array(new)) {
        status = cs_policy_deciders_write(out, old, new);
    } else if (json_is_array(old) && json_is_array(new)) {
        status = cs_policy_lists_write(out, path, more, old, new);
    } else {
        status = cs_policy_values_write(out, path, more, old, new);
    }
out:
    return status;
}

cs_status_t
csp_policy_explain(cs_pool_t *pool, const char *document, const char *path, const json_t *old, const json_t *new,
                   const char **out)
{
    cs_buffer_t text;
    cs_status_t status;

    cs_buffer_init(&text, pool, CS_MAX_POLICY_MEANING);
    status = cs_policy_meaning_write(&text, document, path, old, new);
    if (status == CS_FULL) {
        *out = "too long to be said in a sentence: see old and new";
        return CS_OK;
    }
    *out = status == CS_OK ? cs_buffer_text(&text) : NULL;
    return status == CS_OK && *out == NULL ? CS_NO_MEMORY : status;
}
