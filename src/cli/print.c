/* SPDX-License-Identifier: Apache-2.0 */
/* Values for people, documents for machines. */
#include "cli/print.h"

#include "cli/hint.h"

typedef struct {
    uint32_t first, last;
} cs_cli_range_t;

/* C0, C1, invisible spaces, line separators, direction marks and overrides, byte order mark. */
static const cs_cli_range_t cs_cli_ranges_escaped[] = {
    {0x00, 0x1f}, {0x7f, 0x9f}, {0xad, 0xad}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x2069}, {0xfeff, 0xfeff},
};

/* One code point of UTF-8 that was checked when it came in; returns its bytes. */
static size_t
cs_cli_code_point_read(const char *text, uint32_t *point)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t size = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;

    *point = size == 1 ? at[0] : at[0] & (0xffU >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            *point = 0xfeff;
            return i;
        }
        *point = *point << 6 | (at[i] & 0x3f);
    }
    return size;
}

static bool
cs_cli_point_is_escaped(uint32_t point)
{
    for (size_t i = 0; i < sizeof(cs_cli_ranges_escaped) / sizeof(cs_cli_ranges_escaped[0]); i++) {
        if (point >= cs_cli_ranges_escaped[i].first && point <= cs_cli_ranges_escaped[i].last) {
            return true;
        }
    }
    return false;
}

void
cs_cli_text_print(FILE *to, const char *text)
{
    uint32_t point;

    while (*text != '\0') {
        size_t size = cs_cli_code_point_read(text, &point);
        if (cs_cli_point_is_escaped(point)) {
            fprintf(to, "\\u%04x", point);
        } else {
            fwrite(text, 1, size, to);
        }
        text += size;
    }
}

static void
cs_cli_scalar_print(FILE *to, const json_t *value)
{
    if (json_is_string(value)) {
        cs_cli_text_print(to, json_string_value(value));
    } else if (json_is_null(value) || value == NULL) {
        fputs("-", to);
    } else {
        json_dumpf(value, to, JSON_ENCODE_ANY | JSON_COMPACT);
    }
}

static bool
cs_cli_is_flat(const json_t *value)
{
    size_t i;
    json_t *item;

    if (json_is_object(value)) {
        return json_object_size(value) == 0;
    }
    json_array_foreach(value, i, item) {
        if (json_is_object(item) || json_is_array(item)) {
            return false;
        }
    }
    return true;
}

void
cs_cli_scalars_print(FILE *to, const json_t *value)
{
    size_t i;
    json_t *item;

    if (!json_is_array(value) && !json_is_object(value)) {
        cs_cli_scalar_print(to, value);
    } else if (json_is_object(value) || json_array_size(value) == 0) {
        fputs("-", to);
    }
    json_array_foreach(value, i, item) {
        fputs(i == 0 ? "" : ", ", to);
        cs_cli_scalar_print(to, item);
    }
}

static void
cs_cli_member_print(FILE *to, const char *name, const json_t *value, int indent)
{
    fprintf(to, "%*s", indent, "");
    cs_cli_text_print(to, name);
    fputs(":", to);
    if (cs_cli_is_flat(value)) {
        fputs(" ", to);
        cs_cli_scalars_print(to, value);
        fputs("\n", to);
        return;
    }
    fputs("\n", to);
    cs_cli_value_print(to, value, indent + 2);
}

void
cs_cli_value_print(FILE *to, const json_t *value, int indent)
{
    const char *name;
    size_t i;
    json_t *member;
    char number[24];

    if (!json_is_object(value) && !json_is_array(value)) {
        fprintf(to, "%*s", indent, "");
        cs_cli_scalar_print(to, value);
        fputs("\n", to);
    }
    for (int nested = 0; nested <= 1; nested++) { /* what fits on a line first */
        json_object_foreach((json_t *)value, name, member) {
            if (cs_cli_is_flat(member) == (nested == 0)) {
                cs_cli_member_print(to, name, member, indent);
            }
        }
    }
    json_array_foreach(value, i, member) {
        (void)snprintf(number, sizeof(number), "%zu", i + 1);
        cs_cli_member_print(to, number, member, indent);
    }
}

static void
cs_cli_json_print(const json_t *value)
{
    json_dumpf(value, stdout, JSON_INDENT(2) | JSON_ENCODE_ANY);
    fputs("\n", stdout);
}

void
cs_cli_answer_print(const cs_cli_t *cli, const json_t *answer)
{
    if (cli->is_json) {
        cs_cli_json_print(answer);
    } else {
        cs_cli_value_print(stdout, answer, 0);
    }
}

static void
cs_cli_failure_json_print(const cs_cli_t *cli, cs_status_t status)
{
    json_t *problem = json_pack("{s:s, s:s}", "code", cli->is_usage ? "usage" : cs_status_name(status), "detail",
                                cli->error.text[0] == '\0' ? cs_status_title(status, CS_LANGUAGE_EN) : cli->error.text);

    if (problem != NULL) {
        cs_cli_json_print(problem);
    }
    json_decref(problem);
}

static void
cs_cli_problem_print(const json_t *problem)
{
    static const char *const names[] = {"detail",        "pointer",     "review",  "clause",
                                        "attempts_left", "retry_after", "trace_id"};

    fputs("refused: ", stderr);
    cs_cli_scalar_print(stderr, json_object_get(problem, "code"));
    fputs(": ", stderr);
    cs_cli_scalar_print(stderr, json_object_get(problem, "title"));
    fputs("\n", stderr);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const json_t *value = json_object_get(problem, names[i]);
        if (value != NULL && !json_is_null(value)) {
            cs_cli_member_print(stderr, names[i], value, 2);
        }
    }
    cs_cli_hint_print(stderr, problem);
}

/* Where the help is that fits. */
static void
cs_cli_usage_hint_print(const cs_cli_t *cli)
{
    const char *about = cli->verb != NULL ? cli->verb->name : cli->group;

    fputs("\n", stderr);
    if (cli->is_usage) {
        fprintf(stderr, "hint: countersign %s%s--help\n", about == NULL ? "" : about, about == NULL ? "" : " ");
    }
}

void
cs_cli_failure_print(const cs_cli_t *cli, cs_status_t status)
{
    fflush(stdout);
    if (cli->is_json && cli->problem != NULL) {
        cs_cli_json_print(cli->problem);
    } else if (cli->is_json) {
        cs_cli_failure_json_print(cli, status);
    } else if (cli->problem != NULL) {
        cs_cli_problem_print(cli->problem);
    } else {
        fprintf(stderr, "countersign: %s%s", cli->error.pointer, cli->error.pointer[0] == '\0' ? "" : ": ");
        cs_cli_text_print(stderr,
                          cli->error.text[0] == '\0' ? cs_status_title(status, CS_LANGUAGE_EN) : cli->error.text);
        cs_cli_usage_hint_print(cli);
    }
}
