/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who could hold what: a permission that no role permits is nobody's, and a
 * stage that asks for it, or for what only the operator's people hold where
 * others decide, is reached by nobody.
 */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

/* As access.is_management: whoever leads the platform belongs to none of those who share through it (GS-3.1.1). */
static bool
cs_policy_is_management(const json_t *known, const char *role, const json_t *held)
{
    for (size_t i = 0; i < CS_POLICY_ADMINISTRATORS; i++) {
        if (strcmp(role, csp_policy_administrators[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < json_array_size(held); i++) {
        const json_t *permission = json_object_get(known, json_string_value(json_array_get(held, i)));
        const char *tier = cs_json_get_text(permission, "tier");

        if (tier != NULL && strcmp(tier, "management") == 0) {
            return true;
        }
    }
    return false;
}

/* Does a role permit it; outside the operator's institution, one that people there can be given? */
static bool
cs_policy_is_held(const json_t *permissions, const char *permission, bool is_operator)
{
    const json_t *known = json_object_get(permissions, "permissions");
    const char *role;
    json_t *held;

    json_object_foreach(json_object_get(permissions, "roles"), role, held) {
        if (csp_policy_is_listed(held, permission) && (is_operator || !cs_policy_is_management(known, role, held))) {
            return true;
        }
    }
    return false;
}

static cs_status_t
cs_policy_check_reached(const json_t *permissions, const json_t *stage, const char *kind, cs_error_t *error)
{
    const json_t *needs = json_object_get(stage, "needs");
    char where[CS_MAX_ERROR_POINTER];

    snprintf(where, sizeof(where), "/reviews/kinds/%.64s/stages", kind);
    for (size_t i = 0; i < json_array_size(needs); i++) {
        const json_t *need = json_array_get(needs, i);
        const char *permission = cs_json_get_text(need, "permission");
        bool is_operator = strcmp(cs_json_get_text(need, "scope"), "operator") == 0;

        if (!cs_policy_is_held(permissions, permission, is_operator)) {
            return cs_error_set(error, CS_INVALID_VALUE, where, "%.64s cannot be reached: no role brings %.64s there",
                                cs_json_get_text(stage, "name"), permission);
        }
    }
    return CS_OK;
}

static cs_status_t
cs_policy_check_stages_reached(const json_t *permissions, const json_t *kinds, cs_error_t *error)
{
    cs_status_t status = CS_OK;
    const char *name;
    json_t *kind;

    json_object_foreach((json_t *)kinds, name, kind) {
        const json_t *stages = json_object_get(kind, "stages");

        for (size_t i = 0; i < json_array_size(stages); i++) {
            CS_TRY(cs_policy_check_reached(permissions, json_array_get(stages, i), name, error));
        }
    }
out:
    return status;
}

cs_status_t
csp_policy_check_reach(const json_t *permissions, const json_t *reviews, cs_error_t *error)
{
    char where[CS_MAX_ERROR_POINTER];
    cs_status_t status = CS_OK;
    const char *name;
    json_t *permission;

    json_object_foreach(json_object_get(permissions, "permissions"), name, permission) {
        if (!cs_policy_is_held(permissions, name, true)) {
            snprintf(where, sizeof(where), "/permissions/permissions/%.64s", name);
            CS_FAIL(cs_error_set(error, CS_INVALID_VALUE, where, "no role brings this permission"));
        }
    }
    CS_TRY(cs_policy_check_stages_reached(permissions, json_object_get(reviews, "kinds"), error));
out:
    return status;
}
