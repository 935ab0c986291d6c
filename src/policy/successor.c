/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What documents that are proposed owe to those in force (GS-1.4): a greater
 * version, the whole history with a line more, and a day ahead on which
 * somebody looks at them again.  A set in force may be overdue; a new one not.
 */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

static cs_status_t
cs_policy_check_date(const json_t *document, const char *name, const char *today, cs_error_t *error)
{
    const char *review_by = cs_json_get_text(document, "review_by");
    char where[CS_MAX_ERROR_POINTER];

    if (review_by != NULL && strcmp(review_by, today) > 0) { /* of the same form, so that text compares as time */
        return CS_OK;
    }
    snprintf(where, sizeof(where), "/%.32s/review_by", name);
    return cs_error_set(error, CS_INVALID_VALUE, where, "the day to look at it again is not ahead (GS-1.4)");
}

cs_status_t
cs_policy_check_dates(const json_t *documents, const char *today, cs_error_t *error)
{
    cs_status_t status = CS_OK;
    const char *name;
    json_t *document;

    json_object_foreach((json_t *)documents, name, document) {
        CS_TRY(cs_policy_check_date(document, name, today, error));
    }
out:
    return status;
}

static bool
cs_policy_continues(const json_t *old, const json_t *new)
{
    for (size_t i = 0; i < json_array_size(old); i++) {
        if (!json_equal(json_array_get(old, i), json_array_get(new, i))) {
            return false;
        }
    }
    return json_array_size(new) > json_array_size(old);
}

static cs_status_t
cs_policy_check_growth(const json_t *old, const json_t *new, const char *name, cs_error_t *error)
{
    char where[CS_MAX_ERROR_POINTER];

    if (cs_json_get_integer(new, "version", 0) <= cs_json_get_integer(old, "version", 0)) {
        snprintf(where, sizeof(where), "/%.32s/version", name);
        return cs_error_set(error, CS_INVALID_VALUE, where, "the document changes and its version does not grow");
    }
    if (!cs_policy_continues(json_object_get(old, "history"), json_object_get(new, "history"))) {
        snprintf(where, sizeof(where), "/%.32s/history", name);
        return cs_error_set(error, CS_INVALID_VALUE, where,
                            "the history is not that of the version in force with this change behind it");
    }
    return CS_OK;
}

/* What is as it was is not asked for. */
static void
cs_policy_thin(json_t *proposed, const json_t *old)
{
    for (const char *const *name = cs_policy_names; *name != NULL; name++) {
        if (json_equal(json_object_get(proposed, *name), json_object_get(old, *name))) {
            (void)json_object_del(proposed, *name);
        }
    }
}

cs_status_t
cs_policy_check_proposal(const json_t *old, json_t *proposed, const char *today, cs_error_t *error)
{
    json_t *merged = json_copy((json_t *)old), *document;
    cs_status_t status;
    const char *name;

    CS_REQUIRE(merged != NULL && json_object_update(merged, proposed) == 0, CS_NO_MEMORY);
    CS_TRY(cs_policy_check(merged, error));
    cs_policy_thin(proposed, old);
    CS_REQUIRE(json_object_size(proposed) != 0, cs_error_set(error, CS_INVALID_VALUE, "", "nothing would change"));
    json_object_foreach(proposed, name, document) {
        CS_TRY(cs_policy_check_growth(json_object_get(old, name), document, name, error));
    }
    status = cs_policy_check_dates(proposed, today, error);
out:
    json_decref(merged);
    return status;
}
