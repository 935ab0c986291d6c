/* SPDX-License-Identifier: Apache-2.0 */
/* Permissions, the roles that hold them, and what excludes what. */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

static const cs_shape_t cs_policy_permission_shape[] = {
    {"tier", CS_SHAPE_CODE, true, 0, "basic|advanced|management", NULL},
    {"service", CS_SHAPE_BOOLEAN, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

cs_status_t
csp_policy_check_tiers(const json_t *tiers, const char *where, cs_error_t *error)
{
    json_t *known = json_pack("[s, s, s]", "basic", "advanced", "management");
    cs_status_t status = known == NULL ? CS_NO_MEMORY : csp_policy_check_texts(tiers, known, where, error);

    json_decref(known);
    return status;
}

static cs_status_t
cs_policy_check_held(const json_t *names, const json_t *known, const char *where, cs_error_t *error)
{
    cs_status_t status;

    CS_TRY(csp_policy_check_texts(names, NULL, where, error));
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));

        if (json_object_get(known, name) == NULL) {
            return cs_error_set(error, CS_INVALID_VALUE, where, "there is no permission %.64s", name);
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
        const char *one = json_string_value(json_array_get(json_array_get(exclusive, i), 0));
        const char *other = json_string_value(json_array_get(json_array_get(exclusive, i), 1));

        if (csp_policy_is_listed(held, one) && csp_policy_is_listed(held, other)) {
            return cs_error_set(error, CS_INVALID_VALUE, where,
                                "the role holds %.64s and %.64s, which exclude each other", one, other);
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
    char where[CS_MAX_ERROR_POINTER];
    cs_status_t status;
    const char *role;
    json_t *held;

    CS_TRY(csp_policy_check_each(known, cs_policy_permission_shape, "/permissions/permissions", error));
    CS_TRY(cs_policy_check_exclusive(exclusive, known, error));
    CS_TRY(cs_policy_check_retired(permissions, known, error));
    CS_TRY(csp_policy_check_tiers(json_object_get(json_object_get(permissions, "delegation"), "tiers"),
                                  "/permissions/delegation/tiers", error));
    json_object_foreach(json_object_get(permissions, "roles"), role, held) {
        snprintf(where, sizeof(where), "/permissions/roles/%.64s", role);
        CS_TRY(cs_policy_check_held(held, known, where, error));
        CS_TRY(cs_policy_check_role(held, exclusive, where, error));
    }
out:
    return status;
}
