/* SPDX-License-Identifier: Apache-2.0 */
/* A document as lines that are easily compared: a line a member, by its path, in the order of names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

bool
csp_policy_path_extend(char path[CS_MAX_POLICY_PATH], const char *member)
{
    size_t size = cs_bytes_text(path).size;

    if (size + 2 > CS_MAX_POLICY_PATH) {
        return false;
    }
    path[size++] = '/';
    for (; *member != '\0' && size + 3 <= CS_MAX_POLICY_PATH; member++) {
        bool is_escaped = *member == '~' || *member == '/';

        path[size++] = is_escaped ? '~' : *member;
        if (is_escaped) {
            path[size++] = *member == '~' ? '0' : '1';
        }
    }
    path[size] = '\0';
    return *member == '\0';
}

static cs_status_t
cs_policy_line_write(cs_buffer_t *out, const char *path, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
    cs_status_t status = text == NULL ? CS_NO_MEMORY : cs_buffer_append_format(out, "%s %s\n", path, text);

    free(text);
    return status;
}

static int
cs_policy_name_compare(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* The names of an object's members in their order; freed by the caller. */
static const char **
cs_policy_names_sort(const json_t *object, size_t *count)
{
    const char **names = malloc((json_object_size(object) + 1) * sizeof(*names));
    const char *name;
    json_t *value;

    *count = 0;
    if (names == NULL) {
        return NULL;
    }
    json_object_foreach((json_t *)object, name, value) {
        names[(*count)++] = name;
    }
    qsort(names, *count, sizeof(*names), cs_policy_name_compare);
    return names;
}

/* Does it have members of its own, or is it said in one line? */
static bool
cs_policy_is_deep(const json_t *value)
{
    return json_object_size(value) != 0 || (json_is_array(value) && (json_is_object(json_array_get(value, 0)) ||
                                                                     json_is_array(json_array_get(value, 0))));
}

static cs_status_t
cs_policy_members_write(cs_buffer_t *out, char *path, const json_t *value)
{
    size_t end = cs_bytes_text(path).size, count = json_array_size(value);
    const char **names = json_is_object(value) ? cs_policy_names_sort(value, &count) : NULL;
    cs_status_t status = CS_OK;

    CS_REQUIRE(names != NULL || !json_is_object(value), CS_NO_MEMORY);
    for (size_t i = 0; i < count; i++) {
        const json_t *member = names == NULL ? json_array_get(value, i) : json_object_get(value, names[i]);
        char number[24];

        (void)snprintf(number, sizeof(number), "%zu", i);
        path[end] = '\0';
        CS_REQUIRE(csp_policy_path_extend(path, names == NULL ? number : names[i]), CS_FULL);
        CS_TRY(cs_policy_is_deep(member) ? cs_policy_members_write(out, path, member)
                                         : cs_policy_line_write(out, path, member));
    }
out:
    path[end] = '\0';
    free(names);
    return status;
}

cs_status_t
cs_policy_print(const json_t *document, cs_buffer_t *out)
{
    char path[CS_MAX_POLICY_PATH] = "";

    return cs_policy_members_write(out, path, document);
}
