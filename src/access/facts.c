/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "access/access.h"
#include "base/clock.h"
#include "base/guard.h"

#define CS_MAX_FACT_GRANTS 1000

static cs_access_basis_e
cs_access_read_basis(const char *basis)
{
    if (basis != NULL && strcmp(basis, "author") == 0) {
        return CS_ACCESS_BASIS_AUTHOR;
    }
    return basis != NULL && strcmp(basis, "reviewer") == 0 ? CS_ACCESS_BASIS_REVIEWER : CS_ACCESS_BASIS_NONE;
}

/* What is unknown grants nothing: a word that is no operation sets no bit, a level that is none covers none. */
static cs_status_t
cs_access_read_grant(const json_t *grant, const cs_policy_t *policy, cs_access_grant_t *out)
{
    const json_t *operations = json_object_get(grant, "operations");
    const char *until = cs_json_get_text(grant, "until");
    cs_policy_operation_e operation;

    *out =
        (cs_access_grant_t){.grant = cs_json_get_text(grant, "grant"), .purpose = cs_json_get_text(grant, "purpose")};
    out->max_level = cs_policy_find_level(policy, cs_json_get_text(grant, "max_level"));
    for (size_t i = 0; i < json_array_size(operations); i++) {
        operation = cs_policy_operation_from_name(json_string_value(json_array_get(operations, i)));
        out->operations |= operation < CS_OPERATION_COUNT ? CS_OPERATION_BIT(operation) : 0;
    }
    if (out->grant == NULL || cs_time_parse(cs_bytes_text(until), &out->until_us) != CS_OK) {
        return CS_INTERNAL;
    }
    return CS_OK;
}

static cs_status_t
cs_access_read_grants(cs_pool_t *pool, const json_t *grants, const cs_policy_t *policy, cs_access_environment_t *out)
{
    size_t count = json_array_size(grants);
    cs_access_grant_t *rows;
    cs_status_t status = CS_OK;

    CS_REQUIRE(json_is_array(grants) && count <= CS_MAX_FACT_GRANTS, CS_INTERNAL);
    rows = cs_pool_alloc(pool, (count + 1) * sizeof(*rows));
    CS_REQUIRE(rows != NULL, CS_NO_MEMORY);
    for (size_t i = 0; i < count; i++) {
        CS_TRY(cs_access_read_grant(json_array_get(grants, i), policy, &rows[i]));
    }
    out->grants = rows;
    out->grant_count = count;
out:
    return status;
}

static cs_status_t
cs_access_read_sides(const json_t *facts, const cs_policy_t *policy, cs_access_facts_t *out)
{
    const json_t *subject = json_object_get(facts, "subject"), *object = json_object_get(facts, "object");
    const char *state = cs_json_get_text(object, "state");

    out->subject.is_active = json_is_true(json_object_get(subject, "active"));
    out->subject.may_read = json_is_true(json_object_get(subject, "permitted"));
    out->subject.institution = cs_json_get_text(subject, "institution");
    out->subject.rank = cs_policy_find_rank(policy, cs_json_get_text(subject, "rank"));
    out->object.institution = cs_json_get_text(object, "institution");
    out->object.level = cs_policy_find_level(policy, cs_json_get_text(object, "level"));
    out->object.published = state != NULL && strcmp(state, "published") == 0;
    out->object.in_audience = json_is_true(json_object_get(facts, "audience"));
    out->object.basis = cs_access_read_basis(cs_json_get_text(facts, "basis"));
    return out->subject.institution != NULL && out->object.institution != NULL && state != NULL ? CS_OK : CS_INTERNAL;
}

cs_status_t
cs_access_facts_read(cs_pool_t *pool, const json_t *facts, const char *purpose, int64_t now_us,
                     const cs_policy_t *policy, cs_access_facts_t *out)
{
    cs_status_t status = CS_OK;

    *out = (cs_access_facts_t){.environment = {.purpose = purpose, .now_us = now_us}};
    CS_REQUIRE(cs_json_get_integer(facts, "policy", -1) == (json_int_t)policy->number, CS_POLICY_MOVED);
    CS_TRY(cs_access_read_sides(facts, policy, out));
    status = cs_access_read_grants(pool, json_object_get(facts, "grants"), policy, &out->environment);
out:
    return status;
}
