/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the standard fixes (1-standard, "Floors").  The database holds the
 * same as constraints and has the last word; here the operator learns which
 * member of which file is below, before anything is loaded.
 */
#include <stdio.h>
#include <string.h>

#include "base/guard.h"
#include "policy/policy_private.h"

/* A number of a document (or of an object in it) within bounds; each bound's clause. */
typedef struct {
    const char *document;
    const char *object; /* NULL: the document itself */
    const char *member;
    json_int_t least;
    json_int_t most;
    const char *clause;
} cs_policy_bound_t;

static const cs_policy_bound_t cs_policy_bounds[] = {
    {"passwords", NULL, "min_length", 8, 64, "GS-2.1.2"},
    {"passwords", NULL, "min_classes", 2, 4, "GS-2.1.2"},
    {"passwords", NULL, "max_failures", 1, 3, "GS-2.2.1"},
    {"passwords", NULL, "pending_seconds", 5, 600, "GS-2.2.1"},
    {"passwords", NULL, "set_within_days", 1, 7, "GS-2.1.2"},
    {"passwords", NULL, "max_age_days", 1, 365, "GS-2.1.2"},
    {"passwords", NULL, "remembered", 1, 12, "GS-2.1.2"},
    {"passwords", "argon2", "memory_kib", 8192, 1048576, "GS-2.1.2"},
    {"passwords", "argon2", "iterations", 1, 16, "GS-2.1.2"},
    {"passwords", "argon2", "parallelism", 1, 8, "GS-2.1.2"},
    {"sessions", NULL, "terminals", 1, 8, "GS-2.2.1"},
    {"sessions", NULL, "idle_seconds", 60, 86400, "GS-2.2.1"},
    {"sessions", NULL, "absolute_seconds", 300, 86400, "GS-2.2.1"},
    {"sessions", NULL, "renewal_overlap_seconds", 0, 7776000, "GS-2.1.3"},
    {"sessions", "services", "seconds", 60, 3600, "GS-2.1.3"},
    {"sessions", "services", "terminals", 1, 64, "GS-2.1.3"},
    {"sessions", "services", "least_prefix_ipv4", 8, 32, "GS-2.1.3"},
    {"sessions", "services", "least_prefix_ipv6", 16, 128, "GS-2.1.3"},
    {"sessions", NULL, "step_up_seconds", 30, 600, "JR-5.1"},
    {"sessions", "one_time_code", "max_failures", 1, 5, "JR-5.1"},
    {"sessions", "one_time_code", "window_steps", 0, 1, "JR-5.1"},
    {"log", NULL, "stranger_entries_per_minute", 1, INT32_MAX, "GS-2.2.2"},
    {"log", NULL, "retention_months", 60, 1200, "GS-2.2.2"},
    {"log", NULL, "notification_days", 7, 365, "GS-2.2.3"},
    {"permissions", "delegation", "most_days", 1, 90, "GS-3.1.1"},
    {"permissions", "break_glass", "active_minutes", 1, 15, "GS-2.2.2"},
    {"permissions", "break_glass", "asked_minutes", 1, 1440, "GS-2.2.2"},
    {"risk", "engine", "monthly_limit", 0, 100, "GS-3.2"},
    {"risk", "requests", "most", 1, 1000, "JR-8"},
    {"risk", "requests", "minutes", 1, 1440, "JR-8"},
    {"log", NULL, "seal_age_max_ms", 1000, 3600000, "GS-2.2.2"},
};

/* How many stages and approvals in all a kind of review needs at least. */
typedef struct {
    const char *kind;
    size_t stages;
    size_t stages_high; /* where the risk is high */
    json_int_t approvals;
    const char *clause;
} cs_policy_hands_t;

static const cs_policy_hands_t cs_policy_hands[] = {
    {"institution.admit", 1, 1, 2, "GS-2.2.2"},     {"institution.suspend", 1, 1, 2, "GS-2.2.2"},
    {"institution.reinstate", 1, 1, 2, "GS-2.2.2"}, {"account.activate", 1, 1, 2, "GS-2.1.1"},
    {"account.unlock", 1, 1, 2, "GS-2.2.1"},        {"account.reset", 1, 1, 2, "GS-2.1.2"},
    {"account.reinstate", 1, 1, 2, "GS-2.1.1"},     {"account.extend", 1, 1, 2, "GS-2.1.1"},
    {"account.transfer", 1, 1, 2, "GS-3.3"},        {"device.bind", 1, 1, 1, "GS-2.1.3"},
    {"agreement.sign", 1, 1, 1, "GS-1.7"},          {"record.destroy", 1, 1, 2, "GS-2.2.2"},
    {"record.publish", 3, 3, 3, "GS-2.3.1"},        {"permission.grant", 2, 3, 2, "GS-3.2"},
    {"policy.activate", 2, 2, 3, "GS-1.4"},         {"record.reclassify", 3, 3, 3, "GS-2.3.1"},
    {"breakglass.review", 1, 1, 1, "GS-2.2.2"},
};

const char *const csp_policy_administrators[CS_POLICY_ADMINISTRATORS] = {
    "admin.system",
    "admin.security",
    "admin.audit",
};

#define CS_DUE_NORMAL_S 86400 /* GS-2.2.3: 24 h */
#define CS_DUE_URGENT_S 3600  /* GS-2.2.3: 1 h */

static cs_status_t
cs_policy_check_bound(const json_t *documents, const cs_policy_bound_t *bound, cs_error_t *error)
{
    const json_t *object = json_object_get(documents, bound->document);
    char where[CS_MAX_ERROR_POINTER];
    json_int_t value;

    object = bound->object == NULL ? object : json_object_get(object, bound->object);
    value = cs_json_get_integer(object, bound->member, -1);
    if (value >= bound->least && value <= bound->most) {
        return CS_OK;
    }
    snprintf(where, sizeof(where), "/%s%s%s/%s", bound->document, bound->object == NULL ? "" : "/",
             bound->object == NULL ? "" : bound->object, bound->member);
    return cs_error_set(error, CS_INVALID_VALUE, where, "a value is outside of %lld to %lld (%s)",
                        (long long)bound->least, (long long)bound->most, bound->clause);
}

/* Nobody's approval is no approval: each group of a stage is asked for at least one; 0 where one is not. */
static json_int_t
cs_policy_count_approvals(const json_t *stage)
{
    const json_t *needs = json_object_get(stage, "needs");
    json_int_t approvals = 0;

    for (size_t i = 0; i < json_array_size(needs); i++) {
        json_int_t needed = cs_json_get_integer(json_array_get(needs, i), "approvals", 0);

        if (needed < 1) {
            return 0;
        }
        approvals += needed;
    }
    return approvals;
}

/* Of members it asks for no more than there are: only policies may rest on them. */
static bool
cs_policy_is_of_members(const json_t *stage)
{
    const json_t *need = json_array_get(json_object_get(stage, "needs"), 0);

    return strcmp(cs_json_get_text(need, "scope"), "members") == 0;
}

/* Stages that a high risk alone has do not count. */
static bool
cs_policy_is_decided(const json_t *kind, const cs_policy_hands_t *hands)
{
    const json_t *stages = json_object_get(kind, "stages");
    json_int_t approvals = 0;
    size_t count = 0;

    for (size_t i = 0; i < json_array_size(stages); i++) {
        const json_t *stage = json_array_get(stages, i);
        const char *from = cs_json_get_text(stage, "from");
        json_int_t needed = cs_policy_count_approvals(stage);

        if (needed == 0) {
            return false;
        }
        if (cs_policy_is_of_members(stage) && strcmp(hands->kind, "policy.activate") != 0) {
            continue;
        }
        if (from == NULL || strcmp(from, "high") != 0) {
            approvals += needed;
            count++;
        }
    }
    return count >= hands->stages && json_array_size(stages) >= hands->stages_high && approvals >= hands->approvals;
}

static bool
cs_policy_is_timely(const json_t *kind)
{
    const json_t *due = json_object_get(kind, "due_seconds");
    json_int_t normal = cs_json_get_integer(due, "normal", 0), urgent = cs_json_get_integer(due, "urgent", 0);

    return normal >= 1 && normal <= CS_DUE_NORMAL_S && urgent >= 1 && urgent <= CS_DUE_URGENT_S &&
           cs_json_get_integer(kind, "expires_seconds", 0) >= normal;
}

static cs_status_t
cs_policy_check_hands(const json_t *kinds, const cs_policy_hands_t *hands, cs_error_t *error)
{
    const json_t *kind = json_object_get(kinds, hands->kind);
    char where[CS_MAX_ERROR_POINTER];

    snprintf(where, sizeof(where), "/reviews/kinds/%s", hands->kind);
    if (kind == NULL) {
        return cs_error_set(error, CS_MISSING_MEMBER, where, "a kind of review is missing");
    }
    if (!cs_policy_is_decided(kind, hands)) {
        return cs_error_set(error, CS_INVALID_VALUE, where, "fewer than %zu stages or %lld approvals (%s)",
                            hands->stages, (long long)hands->approvals, hands->clause);
    }
    return cs_policy_is_timely(kind)
               ? CS_OK
               : cs_error_set(error, CS_INVALID_VALUE, where, "due after 24 h, or urgent after 1 h (GS-2.2.3)");
}

/* Top secret: online viewing only (GS-3.1.2). */
static cs_status_t
cs_policy_check_top_secret(const json_t *levels, cs_error_t *error)
{
    const char *rank;
    json_t *operations;

    json_object_foreach(json_object_get(json_object_get(levels, "matrix"), "top_secret"), rank, operations) {
        for (size_t i = 0; i < json_array_size(operations); i++) {
            const char *name = json_string_value(json_array_get(operations, i));

            if (cs_policy_operation_from_name(name) > CS_OPERATION_VIEW) {
                return cs_error_set(error, CS_INVALID_VALUE, "/levels/matrix/top_secret",
                                    "top secret may be viewed only (GS-3.1.2)");
            }
        }
    }
    return CS_OK;
}

/* A pair of which each of the two roles holds one member. */
static bool
cs_policy_is_apart(const json_t *exclusive, const json_t *one, const json_t *other)
{
    for (size_t i = 0; i < json_array_size(exclusive); i++) {
        const char *first = json_string_value(json_array_get(json_array_get(exclusive, i), 0));
        const char *second = json_string_value(json_array_get(json_array_get(exclusive, i), 1));

        if ((csp_policy_is_listed(one, first) && csp_policy_is_listed(other, second)) ||
            (csp_policy_is_listed(one, second) && csp_policy_is_listed(other, first))) {
            return true;
        }
    }
    return false;
}

static cs_status_t
cs_policy_check_administrators(const json_t *permissions, cs_error_t *error)
{
    const json_t *roles = json_object_get(permissions, "roles"), *exclusive = json_object_get(permissions, "exclusive");

    for (size_t i = 0; i < CS_POLICY_ADMINISTRATORS; i++) {
        const json_t *one = json_object_get(roles, csp_policy_administrators[i]);

        for (size_t j = 0; j < i; j++) {
            if (!cs_policy_is_apart(exclusive, one, json_object_get(roles, csp_policy_administrators[j]))) {
                return cs_error_set(error, CS_INVALID_VALUE, "/permissions/exclusive",
                                    "one person could be %s and %s (GS-3.1.1)", csp_policy_administrators[i],
                                    csp_policy_administrators[j]);
            }
        }
    }
    return CS_OK;
}

/* How many approvals of that scope the kind asks for in all, each in every case. */
static json_int_t
cs_policy_count_scope(const json_t *kind, const char *scope)
{
    const json_t *stages = json_object_get(kind, "stages");
    json_int_t approvals = 0;

    for (size_t i = 0; i < json_array_size(stages); i++) {
        const json_t *needs = json_object_get(json_array_get(stages, i), "needs");

        for (size_t j = 0; j < json_array_size(needs); j++) {
            const json_t *need = json_array_get(needs, j);

            if (strcmp(cs_json_get_text(need, "scope"), scope) == 0) {
                approvals += cs_json_get_integer(need, "approvals", 0);
            }
        }
    }
    return approvals;
}

/* Who decides on the rules: neither the operator alone nor a member alone. */
static cs_status_t
cs_policy_check_policies(const json_t *kinds, cs_error_t *error)
{
    const json_t *kind = json_object_get(kinds, "policy.activate");

    return cs_policy_count_scope(kind, "operator") >= 1 && cs_policy_count_scope(kind, "members") >= 2
               ? CS_OK
               : cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds/policy.activate",
                              "not decided by the operator and two members (GS-1.4)");
}

/* Whose data it is decides on each permission to it, not on the risky ones alone. */
static cs_status_t
cs_policy_check_owner(const json_t *kinds, cs_error_t *error)
{
    const json_t *stages = json_object_get(json_object_get(kinds, "permission.grant"), "stages");

    for (size_t i = 0; i < json_array_size(stages); i++) {
        const json_t *stage = json_array_get(stages, i), *needs = json_object_get(stage, "needs");
        const char *from = cs_json_get_text(stage, "from");

        for (size_t j = 0; j < json_array_size(needs) && (from == NULL || strcmp(from, "high") != 0); j++) {
            if (strcmp(cs_json_get_text(json_array_get(needs, j), "scope"), "owner") == 0) {
                return CS_OK;
            }
        }
    }
    return cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds/permission.grant",
                        "not decided by the owner (GS-3.2)");
}

/* They are named by other floors, which their order makes ones. */
static cs_status_t
cs_policy_check_levels(const json_t *levels, cs_error_t *error)
{
    static const char *const names[] = {"public", "confidential", "secret", "top_secret"};
    const json_t *given = json_object_get(levels, "levels");
    bool same = json_array_size(given) == CS_COUNT_OF(names);

    for (size_t i = 0; same && i < CS_COUNT_OF(names); i++) {
        same = strcmp(json_string_value(json_array_get(given, i)), names[i]) == 0;
    }
    return same ? CS_OK
                : cs_error_set(error, CS_INVALID_VALUE, "/levels/levels",
                               "not public, confidential, secret, top_secret, in this order (GS-3.1.2)");
}

/* Each of them, not one for all. */
static cs_status_t
cs_policy_check_agreements(const json_t *kinds, cs_error_t *error)
{
    return cs_policy_count_scope(json_object_get(kinds, "agreement.sign"), "parties") >= 1
               ? CS_OK
               : cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds/agreement.sign",
                              "not signed by the parties (GS-1.7)");
}

/* A service reads, and whoever leads the platform is no service (GS-2.1.3). */
static cs_status_t
cs_policy_check_services(const json_t *permissions, cs_error_t *error)
{
    const json_t *held = json_object_get(json_object_get(permissions, "roles"), "service");
    const json_t *known = json_object_get(permissions, "permissions");
    char where[CS_MAX_ERROR_POINTER];
    const char *name;
    json_t *permission;

    for (size_t i = 0; i < json_array_size(held); i++) {
        name = json_string_value(json_array_get(held, i));
        if (!json_is_true(json_object_get(json_object_get(known, name), "service"))) {
            return cs_error_set(error, CS_INVALID_VALUE, "/permissions/roles/service",
                                "no service may hold %.64s (GS-2.1.3)", name);
        }
    }
    json_object_foreach((json_t *)known, name, permission) {
        if (json_is_true(json_object_get(permission, "service")) &&
            strcmp(cs_json_get_text(permission, "tier"), "basic") != 0) {
            snprintf(where, sizeof(where), "/permissions/permissions/%.64s", name);
            return cs_error_set(error, CS_INVALID_VALUE, where, "services hold what is basic (GS-2.1.3)");
        }
    }
    return CS_OK;
}

/* Nothing is idle for longer than it lasts (GS-2.2.1). */
static cs_status_t
cs_policy_check_idle(const json_t *sessions, cs_error_t *error)
{
    return cs_json_get_integer(sessions, "idle_seconds", 0) <= cs_json_get_integer(sessions, "absolute_seconds", 0)
               ? CS_OK
               : cs_error_set(error, CS_INVALID_VALUE, "/sessions/idle_seconds",
                              "longer than a session lasts (GS-2.2.1)");
}

/* The operator's people judge what an institution's own cannot: neither place may stand in the kind itself. */
static cs_status_t
cs_policy_check_judgement(const json_t *kinds, cs_error_t *error)
{
    const json_t *kind = json_object_get(kinds, "breakglass.review"), *stages = json_object_get(kind, "stages");
    json_int_t approvals = 0;

    for (size_t i = 0; i < json_array_size(stages); i++) {
        approvals += cs_policy_count_approvals(json_array_get(stages, i));
    }
    return cs_policy_count_scope(kind, "owner") == approvals
               ? CS_OK
               : cs_error_set(error, CS_INVALID_VALUE, "/reviews/kinds/breakglass.review",
                              "not decided by the owner, which may be the operator (GS-2.2.2)");
}

cs_status_t
csp_policy_check_floors(const json_t *documents, cs_error_t *error)
{
    const json_t *kinds = json_object_get(json_object_get(documents, "reviews"), "kinds");
    const json_t *permissions = json_object_get(documents, "permissions");
    cs_status_t status;

    for (size_t i = 0; i < CS_COUNT_OF(cs_policy_bounds); i++) {
        CS_TRY(cs_policy_check_bound(documents, &cs_policy_bounds[i], error));
    }
    for (size_t i = 0; i < CS_COUNT_OF(cs_policy_hands); i++) {
        CS_TRY(cs_policy_check_hands(kinds, &cs_policy_hands[i], error));
    }
    CS_TRY(cs_policy_check_policies(kinds, error));
    CS_TRY(cs_policy_check_judgement(kinds, error));
    CS_TRY(cs_policy_check_agreements(kinds, error));
    CS_TRY(cs_policy_check_owner(kinds, error));
    CS_TRY(cs_policy_check_levels(json_object_get(documents, "levels"), error));
    CS_TRY(cs_policy_check_administrators(permissions, error));
    CS_TRY(cs_policy_check_services(permissions, error));
    CS_TRY(cs_policy_check_idle(json_object_get(documents, "sessions"), error));
    status = cs_policy_check_top_secret(json_object_get(documents, "levels"), error);
out:
    return status;
}
