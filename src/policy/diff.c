/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changes from one set of documents to another, so that people can read
 * before they sign.  Objects are compared member by member, arrays as a whole:
 * a stage that is put in before another changes one thing, not all behind it.
 */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

typedef struct {
    cs_pool_t *pool;
    const char *document;
    char path[CS_MAX_POLICY_PATH]; /* where the walk is */
    json_t *changes;
} cs_policy_walk_t;

static void
cs_policy_changes_release(void *changes)
{
    json_decref(changes);
}

static cs_status_t
cs_policy_change_add(cs_policy_walk_t *walk, const char *path, json_t *old, json_t *new)
{
    const char *means;
    json_t *change;
    cs_status_t status;

    CS_TRY(csp_policy_explain(walk->pool, walk->document, path, old, new, &means));
    change = json_pack("{s:s, s:s, s:O?, s:O?, s:s}", "document", walk->document, "path", path, "old", old, "new", new,
                       "means", means);
    CS_REQUIRE(change != NULL && json_array_append_new(walk->changes, change) == 0, CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t cs_policy_compare(cs_policy_walk_t *walk, json_t *old, json_t *new);

static cs_status_t
cs_policy_compare_member(cs_policy_walk_t *walk, const char *name, json_t *old, json_t *new)
{
    size_t end = cs_bytes_text(walk->path).size;
    cs_status_t status = csp_policy_path_extend(walk->path, name) ? cs_policy_compare(walk, old, new) : CS_TOO_LARGE;

    walk->path[end] = '\0';
    return status;
}

static cs_status_t
cs_policy_compare_members(cs_policy_walk_t *walk, json_t *old, json_t *new)
{
    cs_status_t status = CS_OK;
    const char *name;
    json_t *value;

    json_object_foreach(old, name, value) {
        CS_TRY(cs_policy_compare_member(walk, name, value, json_object_get(new, name)));
    }
    json_object_foreach(new, name, value) {
        if (json_object_get(old, name) == NULL) {
            CS_TRY(cs_policy_compare_member(walk, name, NULL, value));
        }
    }
out:
    return status;
}

static cs_status_t
cs_policy_compare(cs_policy_walk_t *walk, json_t *old, json_t *new)
{
    if (old != NULL && new != NULL && json_equal(old, new)) {
        return CS_OK;
    }
    return json_is_object(old) && json_is_object(new) ? cs_policy_compare_members(walk, old, new)
                                                      : cs_policy_change_add(walk, walk->path, old, new);
}

/* The version's change says itself why, so that the history need not be read twice. */
static cs_status_t
cs_policy_compare_document(cs_policy_walk_t *walk, const json_t *old, const json_t *new)
{
    json_t *before = json_copy((json_t *)old), *after = json_copy((json_t *)new);
    const json_t *history = json_object_get(new, "history");
    const json_t *last = json_array_get(history, json_array_size(history) - 1);
    cs_status_t status = CS_NO_MEMORY;

    if (before != NULL && after != NULL) {
        json_object_del(before, "history");
        json_object_del(after, "history");
        status = cs_policy_compare(walk, before, after);
    }
    if (status == CS_OK && !json_equal(old, new) && cs_json_get_text(last, "change") != NULL) {
        status = cs_policy_change_add(walk, "/history", NULL, json_object_get(last, "change"));
    }
    json_decref(before);
    json_decref(after);
    return status;
}

cs_status_t
cs_policy_diff(cs_pool_t *pool, const json_t *old, const json_t *new, json_t **out)
{
    cs_policy_walk_t walk = {.pool = pool};
    cs_status_t status;

    *out = NULL;
    walk.changes = json_array();
    CS_REQUIRE(walk.changes != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(pool, cs_policy_changes_release, walk.changes));
    for (const char *const *name = cs_policy_names; *name != NULL; name++) {
        const json_t *document = json_object_get(new, *name);

        if (document != NULL) {
            walk.document = *name;
            CS_TRY(cs_policy_compare_document(&walk, json_object_get(old, *name), document));
        }
    }
    *out = walk.changes;
out:
    return status;
}
