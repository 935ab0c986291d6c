/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of review: their stages, who decides each, and by when. */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

#define CS_MAX_POLICY_STAGES    8
#define CS_MAX_POLICY_NEEDS     8 /* of a kind: the database tries all sets of them */
#define CS_MAX_POLICY_APPROVALS 16
#define CS_MAX_POLICY_REMINDERS 8

static const cs_shape_t cs_policy_due_shape[] = {
    {"normal", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"urgent", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_need_shape[] = {
    {"permission", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"scope", CS_SHAPE_CODE, true, 0, "department|institution|owner|operator|parties|members", NULL},
    {"approvals", CS_SHAPE_INTEGER, true, CS_MAX_POLICY_APPROVALS, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_stage_shape[] = {
    {"name", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"blind", CS_SHAPE_BOOLEAN, true, 0, NULL, NULL},
    {"from", CS_SHAPE_CODE, false, 0, "medium|high", NULL},
    {"needs", CS_SHAPE_OBJECTS, true, CS_MAX_POLICY_NEEDS, NULL, cs_policy_need_shape},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_kind_shape[] = {
    {"least_class", CS_SHAPE_CODE, true, 0, "hardware|certificate", NULL},
    {"step_up", CS_SHAPE_TEXT, true, 64, NULL, NULL},
    {"raised_by", CS_SHAPE_TEXT, false, 64, NULL, NULL},
    {"due_seconds", CS_SHAPE_OBJECT, true, 0, NULL, cs_policy_due_shape},
    {"expires_seconds", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"remind", CS_SHAPE_ANY, true, 0, NULL, NULL},
    {"stages", CS_SHAPE_OBJECTS, true, CS_MAX_POLICY_STAGES, NULL, cs_policy_stage_shape},
    CS_SHAPE_END,
};

/* Shares of the time to decide. */
static bool
cs_policy_is_reminding(const json_t *remind)
{
    if (!json_is_array(remind) || json_array_size(remind) > CS_MAX_POLICY_REMINDERS) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(remind); i++) {
        double share = json_number_value(json_array_get(remind, i)); /* 0 for what is no number */

        if (share <= 0 || share >= 1) {
            return false;
        }
    }
    return true;
}

/* Persons of members are told apart within one stage: they decide it by themselves, and one stage only. */
static cs_status_t
cs_policy_check_stages(const json_t *stages, const json_t *known, const char *kind, cs_error_t *error)
{
    size_t total = 0, members = 0;

    for (size_t i = 0; i < json_array_size(stages); i++) {
        const json_t *needs = json_object_get(json_array_get(stages, i), "needs");

        for (size_t j = 0; j < json_array_size(needs); j++) {
            const json_t *need = json_array_get(needs, j);

            if (json_object_get(known, cs_json_get_text(need, "permission")) == NULL) {
                return cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds",
                                    "a stage of %.64s asks for no permission that is listed", kind);
            }
            if (strcmp(cs_json_get_text(need, "scope"), "members") == 0 &&
                (members++ > 0 || json_array_size(needs) > 1)) {
                return cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds",
                                    "members decide one stage of %.64s, and by themselves", kind);
            }
            total++;
        }
    }
    return total <= CS_MAX_POLICY_NEEDS ? CS_OK
                                        : cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds",
                                                       "more than %d groups decide %.64s", CS_MAX_POLICY_NEEDS, kind);
}

/* Above which level of what it is about a decision needs a step-up, or whether at all (JR-5.1). */
static bool
cs_policy_is_step_up(const json_t *levels, const char *step_up)
{
    return strcmp(step_up, "always") == 0 || strcmp(step_up, "never") == 0 || csp_policy_is_listed(levels, step_up);
}

cs_status_t
csp_policy_check_reviews(const json_t *documents, cs_error_t *error)
{
    const json_t *known = json_object_get(json_object_get(documents, "permissions"), "permissions");
    const json_t *levels = json_object_get(json_object_get(documents, "levels"), "levels");
    const json_t *kinds = json_object_get(json_object_get(documents, "reviews"), "kinds");
    cs_status_t status;
    const char *name;
    json_t *kind;

    CS_TRY(csp_policy_check_each(kinds, cs_policy_kind_shape, "/reviews/kinds", error));
    json_object_foreach((json_t *)kinds, name, kind) {
        const json_t *raised_by = json_object_get(kind, "raised_by");

        if (raised_by != NULL && json_object_get(known, json_string_value(raised_by)) == NULL) {
            return cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds",
                                "%.64s is raised by no permission that is listed", name);
        }
        if (!cs_policy_is_reminding(json_object_get(kind, "remind"))) {
            return cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds",
                                "%.64s reminds at what is no share of the time to decide", name);
        }
        if (!cs_policy_is_step_up(levels, cs_json_get_text(kind, "step_up"))) {
            return cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds",
                                "%.64s asks for a step-up above a level that there is not", name);
        }
        CS_TRY(cs_policy_check_stages(json_object_get(kind, "stages"), known, name, error));
    }
out:
    return status;
}
