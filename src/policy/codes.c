/* SPDX-License-Identifier: Apache-2.0 */
/* What stands under codes of the policy's own choosing: levels, types, permissions, roles, kinds of review. */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

#define CS_MAX_POLICY_STAGES    8
#define CS_MAX_POLICY_NEEDS     8 /* of a kind: the database tries all sets of them */
#define CS_MAX_POLICY_APPROVALS 16
#define CS_MAX_POLICY_REMINDERS 8

#define CS_SHAPE_END                                                                                                   \
    {                                                                                                                  \
        NULL, CS_SHAPE_ANY, false, 0, NULL, NULL                                                                       \
    }

static const cs_shape_t cs_policy_type_shape[] = {
    {"reader", CS_SHAPE_CODE, true, 0, "json|opaque", NULL},
    {"media_type", CS_SHAPE_TEXT, false, 128, NULL, NULL},
    {"schema", CS_SHAPE_OBJECT, false, 0, NULL, NULL},
    {"fields", CS_SHAPE_ANY, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

static const cs_shape_t cs_policy_permission_shape[] = {
    {"tier", CS_SHAPE_CODE, true, 0, "basic|advanced|management", NULL},
    {"service", CS_SHAPE_BOOLEAN, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

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

bool
csp_policy_is_listed(const json_t *array, const char *text)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *item = json_string_value(json_array_get(array, i));

        if (item != NULL && strcmp(item, text) == 0) {
            return true;
        }
    }
    return false;
}

/* Each value of an object has this shape; where is the object's own pointer. */
static cs_status_t
cs_policy_check_each(const json_t *object, const cs_shape_t *members, const char *where, cs_error_t *error)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value) {
        cs_error_t inner = {.pointer = ""};
        cs_status_t status = cs_shape_check(value, members, &inner);
        char pointer[2 * CS_MAX_ERROR_POINTER];

        if (status != CS_OK) {
            snprintf(pointer, sizeof(pointer), "%s/%.64s%s", where, name, inner.pointer);
            return cs_error_set(error, status, pointer, "%s", inner.text);
        }
    }
    return CS_OK;
}

/* Each text of the array is one of `allowed` (an array), and stands once. */
static cs_status_t
cs_policy_check_texts(const json_t *array, const json_t *allowed, const char *where, cs_error_t *error)
{
    if (!json_is_array(array)) {
        return cs_error_set(error, CS_WRONG_TYPE, where, "a member has the wrong type or form");
    }
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *text = json_string_value(json_array_get(array, i));

        if (text == NULL || (allowed != NULL && !csp_policy_is_listed(allowed, text))) {
            return cs_error_set(error, CS_INVALID_VALUE, where, "a code is not known here");
        }
        for (size_t j = 0; j < i; j++) {
            if (json_equal(json_array_get(array, i), json_array_get(array, j))) {
                return cs_error_set(error, CS_INVALID_VALUE, where, "a code stands twice");
            }
        }
    }
    return CS_OK;
}

static cs_status_t
cs_policy_check_operations(const json_t *array, const char *where, cs_error_t *error)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *name = json_string_value(json_array_get(array, i));

        if (name == NULL || cs_policy_operation_from_name(name) == CS_OPERATION_COUNT) {
            return cs_error_set(error, CS_INVALID_VALUE, where, "there is no such operation");
        }
    }
    return cs_policy_check_texts(array, NULL, where, error);
}

/* The object has exactly the listed codes as its members. */
static cs_status_t
cs_policy_check_codes(const json_t *object, const json_t *codes, const char *where, cs_error_t *error)
{
    char pointer[CS_MAX_ERROR_POINTER];

    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));

        if (json_object_get(object, code) == NULL) {
            snprintf(pointer, sizeof(pointer), "%s/%.64s", where, code);
            return cs_error_set(error, CS_MISSING_MEMBER, pointer, "a member is missing");
        }
    }
    return json_object_size(object) == json_array_size(codes)
               ? CS_OK
               : cs_error_set(error, CS_UNKNOWN_MEMBER, where, "a member is not known here");
}

static cs_status_t
cs_policy_check_matrix_row(const json_t *row, const char *level, const json_t *ranks, cs_error_t *error)
{
    char where[CS_MAX_ERROR_POINTER];
    cs_status_t status;
    const char *rank;
    json_t *operations;

    snprintf(where, sizeof(where), "/levels/matrix/%.64s", level);
    CS_TRY(cs_policy_check_codes(row, ranks, where, error));
    json_object_foreach((json_t *)row, rank, operations) {
        CS_TRY(cs_policy_check_operations(operations, where, error));
    }
out:
    return status;
}

cs_status_t
csp_policy_check_levels(const json_t *levels, cs_error_t *error)
{
    const json_t *codes = json_object_get(levels, "levels"), *ranks = json_object_get(levels, "ranks");
    const json_t *matrix = json_object_get(levels, "matrix"), *grant = json_object_get(levels, "grant");
    const json_t *obligations = json_object_get(levels, "obligations");
    cs_status_t status;

    CS_TRY(cs_policy_check_texts(codes, NULL, "/levels/levels", error));
    CS_TRY(cs_policy_check_texts(ranks, NULL, "/levels/ranks", error));
    CS_TRY(cs_policy_check_texts(json_object_get(grant, "own"), codes, "/levels/grant/own", error));
    CS_TRY(cs_policy_check_texts(json_object_get(grant, "other"), codes, "/levels/grant/other", error));
    CS_TRY(cs_policy_check_codes(matrix, codes, "/levels/matrix", error));
    CS_TRY(cs_policy_check_codes(obligations, codes, "/levels/obligations", error));
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));

        CS_TRY(cs_policy_check_matrix_row(json_object_get(matrix, code), code, ranks, error));
        CS_TRY(cs_policy_check_texts(json_object_get(obligations, code), NULL, "/levels/obligations", error));
    }
out:
    return status;
}

cs_status_t
csp_policy_check_types(const json_t *types, cs_error_t *error)
{
    return cs_policy_check_each(json_object_get(types, "types"), cs_policy_type_shape, "/types/types", error);
}

cs_status_t
csp_policy_check_tiers(const json_t *tiers, const char *where, cs_error_t *error)
{
    json_t *known = json_pack("[s, s, s]", "basic", "advanced", "management");
    cs_status_t status = known == NULL ? CS_NO_MEMORY : cs_policy_check_texts(tiers, known, where, error);

    json_decref(known);
    return status;
}

static cs_status_t
cs_policy_check_held(const json_t *names, const json_t *known, const char *where, cs_error_t *error)
{
    cs_status_t status;

    CS_TRY(cs_policy_check_texts(names, NULL, where, error));
    for (size_t i = 0; i < json_array_size(names); i++) {
        if (json_object_get(known, json_string_value(json_array_get(names, i))) == NULL) {
            return cs_error_set(error, CS_INVALID_VALUE, where, "there is no such permission");
        }
    }
out:
    return status;
}

/* Somebody retired keeps these alone (GS-3.3): they are no role that anybody could be given. */
static cs_status_t
cs_policy_check_retired(const json_t *permissions, const json_t *known, cs_error_t *error)
{
    cs_status_t status;

    CS_TRY(cs_policy_check_held(json_object_get(permissions, "retired"), known, "/permissions/retired", error));
    if (json_object_get(json_object_get(permissions, "roles"), "retired") != NULL) {
        status = cs_error_set(error, CS_INVALID_VALUE, "/permissions/roles/retired", "this is no role to be given");
    }
out:
    return status;
}

/* GS-3.1.1: a role that holds both of an exclusive pair could be given to nobody. */
static cs_status_t
cs_policy_check_role(const json_t *held, const json_t *exclusive, const char *where, cs_error_t *error)
{
    for (size_t i = 0; i < json_array_size(exclusive); i++) {
        const json_t *pair = json_array_get(exclusive, i);

        if (csp_policy_is_listed(held, json_string_value(json_array_get(pair, 0))) &&
            csp_policy_is_listed(held, json_string_value(json_array_get(pair, 1)))) {
            return cs_error_set(error, CS_INVALID_VALUE, where, "a role holds permissions that exclude each other");
        }
    }
    return CS_OK;
}

static cs_status_t
cs_policy_check_exclusive(const json_t *exclusive, const json_t *known, cs_error_t *error)
{
    cs_status_t status = CS_OK;

    if (!json_is_array(exclusive)) {
        return cs_error_set(error, CS_WRONG_TYPE, "/permissions/exclusive", "a member has the wrong type or form");
    }
    for (size_t i = 0; i < json_array_size(exclusive); i++) {
        const json_t *pair = json_array_get(exclusive, i);

        CS_TRY(cs_policy_check_held(pair, known, "/permissions/exclusive", error));
        if (json_array_size(pair) != 2) {
            return cs_error_set(error, CS_WRONG_TYPE, "/permissions/exclusive", "a pair has two members");
        }
    }
out:
    return status;
}

cs_status_t
csp_policy_check_permissions(const json_t *permissions, cs_error_t *error)
{
    const json_t *known = json_object_get(permissions, "permissions");
    const json_t *exclusive = json_object_get(permissions, "exclusive");
    cs_status_t status;
    const char *role;
    json_t *held;

    CS_TRY(cs_policy_check_each(known, cs_policy_permission_shape, "/permissions/permissions", error));
    CS_TRY(cs_policy_check_exclusive(exclusive, known, error));
    CS_TRY(cs_policy_check_retired(permissions, known, error));
    CS_TRY(csp_policy_check_tiers(json_object_get(json_object_get(permissions, "delegation"), "tiers"),
                                  "/permissions/delegation/tiers", error));
    json_object_foreach(json_object_get(permissions, "roles"), role, held) {
        CS_TRY(cs_policy_check_held(held, known, "/permissions/roles", error));
        CS_TRY(cs_policy_check_role(held, exclusive, "/permissions/roles", error));
    }
out:
    return status;
}

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

    CS_TRY(cs_policy_check_each(kinds, cs_policy_kind_shape, "/reviews/kinds", error));
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
