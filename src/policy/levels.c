/* SPDX-License-Identifier: Apache-2.0 */
/* Levels, ranks and what each rank may do at each level; the types of records. */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

static const cs_shape_t cs_policy_type_shape[] = {
    {"reader", CS_SHAPE_CODE, true, 0, "json|opaque", NULL},
    {"media_type", CS_SHAPE_TEXT, false, 128, NULL, NULL},
    {"schema", CS_SHAPE_OBJECT, false, 0, NULL, NULL},
    {"fields", CS_SHAPE_ANY, false, 0, NULL, NULL},
    CS_SHAPE_END,
};

static cs_status_t
cs_policy_check_operations(const json_t *array, const char *where, cs_error_t *error)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *name = json_string_value(json_array_get(array, i));

        if (name == NULL || cs_policy_operation_from_name(name) == CS_OPERATION_COUNT) {
            return cs_error_set(error, CS_INVALID_VALUE, where, "there is no operation %.64s",
                                name == NULL ? "that is no text" : name);
        }
    }
    return csp_policy_check_texts(array, NULL, where, error);
}

static cs_status_t
cs_policy_check_matrix_row(const json_t *row, const char *level, const json_t *ranks, cs_error_t *error)
{
    char where[CS_MAX_ERROR_POINTER];
    cs_status_t status;
    const char *rank;
    json_t *operations;

    snprintf(where, sizeof(where), "/levels/matrix/%.64s", level);
    CS_TRY(csp_policy_check_codes(row, ranks, where, error));
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

    CS_TRY(csp_policy_check_texts(codes, NULL, "/levels/levels", error));
    CS_TRY(csp_policy_check_texts(ranks, NULL, "/levels/ranks", error));
    CS_TRY(csp_policy_check_texts(json_object_get(grant, "own"), codes, "/levels/grant/own", error));
    CS_TRY(csp_policy_check_texts(json_object_get(grant, "other"), codes, "/levels/grant/other", error));
    CS_TRY(csp_policy_check_codes(matrix, codes, "/levels/matrix", error));
    CS_TRY(csp_policy_check_codes(obligations, codes, "/levels/obligations", error));
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));

        CS_TRY(cs_policy_check_matrix_row(json_object_get(matrix, code), code, ranks, error));
        CS_TRY(csp_policy_check_texts(json_object_get(obligations, code), NULL, "/levels/obligations", error));
    }
out:
    return status;
}

cs_status_t
csp_policy_check_types(const json_t *types, cs_error_t *error)
{
    return csp_policy_check_each(json_object_get(types, "types"), cs_policy_type_shape, "/types/types", error);
}
