/* SPDX-License-Identifier: Apache-2.0 */
/* Codes of the policy's own choosing: lists of them, and what stands under each. */
#include <stdio.h>
#include <string.h>

#include "policy/policy_private.h"

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

cs_status_t
csp_policy_check_each(const json_t *object, const cs_shape_t *members, const char *where, cs_error_t *error)
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

cs_status_t
csp_policy_check_texts(const json_t *array, const json_t *allowed, const char *where, cs_error_t *error)
{
    if (!json_is_array(array)) {
        return cs_error_set(error, CS_WRONG_TYPE, where, "a member has the wrong type or form");
    }
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *text = json_string_value(json_array_get(array, i));

        if (text == NULL || (allowed != NULL && !csp_policy_is_listed(allowed, text))) {
            return cs_error_set(error, CS_INVALID_VALUE, where, "%.64s is not known here",
                                text == NULL ? "what is no text" : text);
        }
        for (size_t j = 0; j < i; j++) {
            if (json_equal(json_array_get(array, i), json_array_get(array, j))) {
                return cs_error_set(error, CS_INVALID_VALUE, where, "%.64s stands twice", text);
            }
        }
    }
    return CS_OK;
}

cs_status_t
csp_policy_check_codes(const json_t *object, const json_t *codes, const char *where, cs_error_t *error)
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
