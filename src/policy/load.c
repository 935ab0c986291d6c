/* SPDX-License-Identifier: Apache-2.0 */
/* From checked documents to the immutable object; every text is borrowed from the set, which is kept. */
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

static const cs_shape_t cs_policy_set_shape[] = {
    {"policy", CS_SHAPE_INTEGER, true, INT32_MAX, NULL, NULL},
    {"platform", CS_SHAPE_TEXT, true, 128, NULL, NULL},
    {"documents", CS_SHAPE_OBJECT, true, 0, NULL, NULL},
    CS_SHAPE_END,
};

static void
cs_policy_release(void *set)
{
    json_decref(set);
}

static unsigned
cs_policy_number(const json_t *object, const char *name)
{
    return (unsigned)cs_json_get_integer(object, name, 0);
}

static cs_status_t
cs_policy_load_texts(cs_pool_t *pool, const json_t *array, const char *const **out, size_t *count)
{
    const char **texts;

    *count = json_array_size(array);
    texts = cs_pool_alloc(pool, (*count + 1) * sizeof(*texts));
    if (texts == NULL) {
        return CS_NO_MEMORY;
    }
    for (size_t i = 0; i < *count; i++) {
        texts[i] = json_string_value(json_array_get(array, i));
    }
    *out = texts;
    return CS_OK;
}

static unsigned
cs_policy_load_operations(const json_t *names)
{
    unsigned operations = 0;

    for (size_t i = 0; i < json_array_size(names); i++) {
        operations |= CS_OPERATION_BIT(cs_policy_operation_from_name(json_string_value(json_array_get(names, i))));
    }
    return operations;
}

static cs_status_t
cs_policy_load_level(cs_pool_t *pool, const json_t *levels, const cs_policy_t *policy, const char *code,
                     cs_policy_level_t *out)
{
    const json_t *row = json_object_get(json_object_get(levels, "matrix"), code);
    const json_t *grant = json_object_get(levels, "grant");

    out->code = code;
    out->view_only = strcmp(code, "top_secret") == 0;
    out->grant_own = csp_policy_is_listed(json_object_get(grant, "own"), code);
    out->grant_other = csp_policy_is_listed(json_object_get(grant, "other"), code);
    for (int rank = 0; rank < policy->rank_count; rank++) {
        out->operations[rank] = cs_policy_load_operations(json_object_get(row, policy->ranks[rank]));
    }
    return cs_policy_load_texts(pool, json_object_get(json_object_get(levels, "obligations"), code), &out->obligations,
                                &out->obligation_count);
}

static cs_status_t
cs_policy_load_levels(cs_pool_t *pool, const json_t *levels, cs_policy_t *out)
{
    const json_t *codes = json_object_get(levels, "levels"), *ranks = json_object_get(levels, "ranks");
    cs_status_t status = CS_OK;

    for (out->rank_count = 0; out->rank_count < (int)json_array_size(ranks); out->rank_count++) {
        out->ranks[out->rank_count] = json_string_value(json_array_get(ranks, (size_t)out->rank_count));
    }
    for (out->level_count = 0; out->level_count < (int)json_array_size(codes); out->level_count++) {
        CS_TRY(cs_policy_load_level(pool, levels, out,
                                    json_string_value(json_array_get(codes, (size_t)out->level_count)),
                                    &out->levels[out->level_count]));
    }
out:
    return status;
}

static cs_status_t
cs_policy_load_types(cs_pool_t *pool, const json_t *types, cs_policy_t *out)
{
    cs_policy_type_t *rows = cs_pool_alloc(pool, (json_object_size(types) + 1) * sizeof(*rows));
    const char *name;
    json_t *type;

    if (rows == NULL) {
        return CS_NO_MEMORY;
    }
    json_object_foreach((json_t *)types, name, type) {
        rows[out->type_count++] =
            (cs_policy_type_t){name, cs_json_get_text(type, "reader"), cs_json_get_text(type, "media_type"),
                               json_object_get(type, "schema")};
    }
    out->types = rows;
    return CS_OK;
}

static void
cs_policy_load_numbers(const json_t *documents, cs_policy_t *out)
{
    const json_t *passwords = json_object_get(documents, "passwords"), *argon2 = json_object_get(passwords, "argon2");

    out->passwords = (cs_policy_passwords_t){
        .min_length = cs_policy_number(passwords, "min_length"),
        .min_classes = cs_policy_number(passwords, "min_classes"),
        .forbidden_words = json_object_get(passwords, "forbidden_words"),
        .argon2 = {cs_policy_number(argon2, "memory_kib"), cs_policy_number(argon2, "iterations"),
                   cs_policy_number(argon2, "parallelism")},
    };
    out->log.seal_age_max_ms = cs_policy_number(json_object_get(documents, "log"), "seal_age_max_ms");
}

cs_status_t
cs_policy_load(cs_pool_t *pool, json_t *set, const cs_policy_t **out, cs_error_t *error)
{
    const json_t *documents = json_object_get(set, "documents");
    cs_policy_t *policy;
    cs_status_t status;

    *out = NULL;
    CS_TRY(cs_shape_check(set, cs_policy_set_shape, error));
    CS_TRY(cs_policy_check(documents, error));
    CS_TRY(cs_pool_on_clear(pool, cs_policy_release, json_incref(set)));
    policy = cs_pool_zalloc(pool, sizeof(*policy));
    CS_REQUIRE(policy != NULL, CS_NO_MEMORY);
    policy->number = cs_policy_number(set, "policy");
    policy->platform = cs_json_get_text(set, "platform");
    policy->documents = documents;
    cs_policy_load_numbers(documents, policy);
    CS_TRY(cs_policy_load_risk(json_object_get(documents, "risk"), &policy->risk, error));
    CS_TRY(cs_policy_load_levels(pool, json_object_get(documents, "levels"), policy));
    CS_TRY(cs_policy_load_types(pool, json_object_get(json_object_get(documents, "types"), "types"), policy));
    *out = policy;
out:
    return status;
}
