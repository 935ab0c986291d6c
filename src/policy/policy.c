/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/guard.h"
#include "policy/policy_private.h"

static const char *const cs_policy_operations[CS_OPERATION_COUNT] = {
    [CS_OPERATION_LIST] = "list",       [CS_OPERATION_VIEW] = "view",       [CS_OPERATION_DOWNLOAD] = "download",
    [CS_OPERATION_PRINT] = "print",     [CS_OPERATION_FORWARD] = "forward", [CS_OPERATION_EDIT] = "edit",
    [CS_OPERATION_DESTROY] = "destroy",
};

cs_policy_operation_e
cs_policy_operation_from_name(const char *name)
{
    cs_policy_operation_e operation = CS_OPERATION_LIST;

    while (operation < CS_OPERATION_COUNT && (name == NULL || strcmp(cs_policy_operations[operation], name) != 0)) {
        operation++;
    }
    return operation;
}

const char *
cs_policy_operation_name(cs_policy_operation_e operation)
{
    return operation < CS_OPERATION_COUNT ? cs_policy_operations[operation] : NULL;
}

int
cs_policy_find_level(const cs_policy_t *policy, const char *code)
{
    for (int i = 0; code != NULL && i < policy->level_count; i++) {
        if (strcmp(policy->levels[i].code, code) == 0) {
            return i;
        }
    }
    return -1;
}

int
cs_policy_find_rank(const cs_policy_t *policy, const char *code)
{
    for (int i = 0; code != NULL && i < policy->rank_count; i++) {
        if (strcmp(policy->ranks[i], code) == 0) {
            return i;
        }
    }
    return -1;
}

const cs_policy_type_t *
cs_policy_find_type(const cs_policy_t *policy, const char *name)
{
    for (size_t i = 0; name != NULL && i < policy->type_count; i++) {
        if (strcmp(policy->types[i].name, name) == 0) {
            return &policy->types[i];
        }
    }
    return NULL;
}

static bool
cs_policy_is_date(const char *text)
{
    char time[CS_TIME_TEXT];
    int64_t ignored;

    snprintf(time, sizeof(time), "%.10sT00:00:00Z", text);
    return cs_time_parse(cs_bytes_text(time), &ignored) == CS_OK;
}

/* The history ends with the version at hand, and its dates are dates (GS-1.4). */
static cs_status_t
cs_policy_check_head(const json_t *document, const char *name, cs_error_t *error)
{
    const json_t *history = json_object_get(document, "history");
    const json_t *last = json_array_get(history, json_array_size(history) - 1);
    char where[CS_MAX_ERROR_POINTER];

    snprintf(where, sizeof(where), "/%s/history", name);
    if (cs_json_get_integer(last, "version", -1) != cs_json_get_integer(document, "version", 0)) {
        return cs_error_set(error, CS_INVALID_VALUE, where, "the history does not end with this version");
    }
    for (size_t i = 0; i < json_array_size(history); i++) {
        if (!cs_policy_is_date(cs_json_get_text(json_array_get(history, i), "date"))) {
            return cs_error_set(error, CS_WRONG_TYPE, where, "a date is not of the form YYYY-MM-DD");
        }
    }
    snprintf(where, sizeof(where), "/%s/review_by", name);
    return cs_policy_is_date(cs_json_get_text(document, "review_by"))
               ? CS_OK
               : cs_error_set(error, CS_WRONG_TYPE, where, "a date is not of the form YYYY-MM-DD");
}

cs_status_t
cs_policy_check(const json_t *documents, cs_error_t *error)
{
    const json_t *permissions = json_object_get(documents, "permissions");
    cs_status_t status;

    CS_TRY(cs_shape_check(documents, csp_policy_documents_shape, error));
    for (const char *const *name = cs_policy_names; *name != NULL; name++) {
        CS_TRY(cs_policy_check_head(json_object_get(documents, *name), *name, error));
    }
    CS_TRY(csp_policy_check_levels(json_object_get(documents, "levels"), error));
    CS_TRY(csp_policy_check_types(json_object_get(documents, "types"), error));
    CS_TRY(csp_policy_check_permissions(permissions, error));
    CS_TRY(csp_policy_check_reviews(documents, error));
    CS_TRY(csp_policy_check_tiers(
        json_object_get(json_object_get(json_object_get(documents, "sessions"), "one_time_code"), "tiers"),
        "/sessions/one_time_code/tiers", error));
    CS_TRY(csp_policy_check_floors(documents, error));
    CS_TRY(csp_policy_check_risk(documents, error));
    status = csp_policy_check_reach(permissions, json_object_get(documents, "reviews"), error);
out:
    return status;
}
