/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision: facts in, allow or deny with its reason out.  Pure, without
 * allocation; the same function serves the release and its explanation.  The
 * database checks at the moment of record that its facts still hold
 * (GS-3.1.2, GS-3.2).
 */
#ifndef CS_ACCESS_ACCESS_H
#define CS_ACCESS_ACCESS_H

#include "policy/policy.h"

/* Why somebody may see what is not published. */
typedef enum {
    CS_ACCESS_BASIS_NONE,
    CS_ACCESS_BASIS_AUTHOR,
    CS_ACCESS_BASIS_REVIEWER, /* of a review of this record that is open */
} cs_access_basis_e;

/* clang-format off */
/* What decides, in words that never change their meaning: X(SYMBOL, "code", status, "clause"); CS_OK goes on or allows. */
#define CS_ACCESS_RULE_LIST(X)                                                                                         \
    X(CS_RULE_INACTIVE, "account.inactive", CS_ACCOUNT_NOT_ACTIVE, "GS-3.3")                                           \
    X(CS_RULE_UNPERMITTED, "permission.missing", CS_FORBIDDEN, "GS-3.1.1")                                             \
    X(CS_RULE_UNKNOWN, "record.unknown", CS_NOT_FOUND, "GS-3.1.2")                                                     \
    X(CS_RULE_AUTHOR, "known.author", CS_OK, "GS-2.3.2")                                                               \
    X(CS_RULE_REVIEWER, "known.reviewer", CS_OK, "GS-2.3.1")                                                           \
    X(CS_RULE_OWN, "known.own", CS_OK, "GS-3.1.2")                                                                     \
    X(CS_RULE_AUDIENCE, "known.audience", CS_OK, "GS-3.1.2")                                                           \
    X(CS_RULE_NOT_IN_MATRIX, "matrix.refuses", CS_OPERATION_NOT_ALLOWED, "GS-3.1.2")                                   \
    X(CS_RULE_VIEW_ONLY, "floor.view_only", CS_OPERATION_NOT_ALLOWED, "GS-3.1.2")                                      \
    X(CS_RULE_IN_MATRIX, "matrix.allows", CS_OK, "GS-3.1.2")                                                           \
    X(CS_RULE_LOOK, "look.needs_no_grant", CS_OK, "GS-2.3.1")                                                          \
    X(CS_RULE_UNPUBLISHED, "record.unpublished", CS_OPERATION_NOT_ALLOWED, "GS-2.3.1")                                 \
    X(CS_RULE_ELSEWHERE, "record.not_addressed", CS_OPERATION_NOT_ALLOWED, "GS-3.1.2")                                 \
    X(CS_RULE_NEEDLESS, "level.needs_no_grant", CS_OK, "GS-3.1.2")                                                     \
    X(CS_RULE_GRANTED, "grant.covers", CS_OK, "GS-3.2")                                                                \
    X(CS_RULE_NO_GRANT, "grant.missing", CS_GRANT_REQUIRED, "GS-3.2")                                                  \
    X(CS_RULE_NO_PURPOSE, "purpose.missing", CS_PURPOSE_NOT_GRANTED, "GS-3.2")
/* clang-format on */

typedef enum {
#define CS_ACCESS_RULE_ENUM(symbol, code, reason, clause) symbol,
    CS_ACCESS_RULE_LIST(CS_ACCESS_RULE_ENUM)
#undef CS_ACCESS_RULE_ENUM
        CS_RULE_COUNT, /* not one of them */
} cs_access_rule_e;

/* One that lets the account pass is not told: how it knows, the matrix, what the operation rests on. */
#define CS_MAX_ACCESS_RULES 3

typedef struct {
    bool is_active; /* the account, and what it depends on */
    bool may_read;  /* holds record.read */
    int rank;       /* index in the policy, -1 where it knows none such: denied */
    const char *institution;
} cs_access_subject_t;

typedef struct {
    int level; /* index in the policy, -1 where it knows none such: denied */
    const char *institution;
    bool published;
    bool in_audience; /* the subject's institution */
    cs_access_basis_e basis;
} cs_access_object_t;

typedef struct {
    const char *grant; /* its id */
    unsigned operations;
    int max_level;
    const char *purpose;
    int64_t until_us;
} cs_access_grant_t;

typedef struct {
    const cs_access_grant_t *grants; /* the subject's, that cover this record */
    size_t grant_count;
    const char *purpose; /* as asked, or NULL */
    int64_t now_us;
} cs_access_environment_t;

typedef struct {
    cs_status_t reason;                          /* CS_OK allows; any other, of those in the list, denies */
    cs_access_rule_e rules[CS_MAX_ACCESS_RULES]; /* in the order in which they were asked; the last one decided */
    size_t rule_count;
    unsigned policy;                /* the number it was decided under */
    const char *grant;              /* the one it rests on, or NULL; borrowed */
    const char *const *obligations; /* borrowed from the policy; none where denied */
    size_t obligation_count;
} cs_access_decision_t;

cs_access_decision_t cs_access_decide(const cs_access_subject_t *subject, cs_policy_operation_e operation,
                                      const cs_access_object_t *object, const cs_access_environment_t *environment,
                                      const cs_policy_t *policy);

const char *cs_access_rule_code(cs_access_rule_e rule);
const char *cs_access_rule_clause(cs_access_rule_e rule);
cs_status_t cs_access_rule_reason(cs_access_rule_e rule);

/* What gateway.prepare_release and gateway.prepare_explanation state, in the form that is decided upon. */
typedef struct {
    cs_access_subject_t subject;
    cs_access_object_t object;
    cs_access_environment_t environment;
} cs_access_facts_t;

/*
 * Reads the facts; texts are borrowed from them.  CS_POLICY_MOVED when they
 * name another policy than this; CS_INTERNAL when they are not what the
 * database promises.
 */
cs_status_t cs_access_facts_read(cs_pool_t *pool, const json_t *facts, const char *purpose, int64_t now_us,
                                 const cs_policy_t *policy, cs_access_facts_t *out) CS_MUST_CHECK;

/*
 * What cs_access_decide says of these facts, for the person whom they are
 * about: {effect, obligations, rules, policy_version, grant, purposes,
 * missing}, where `missing` tells how to go on; and *reason, as the decision's.
 * Where no purpose is asked with, the first with which it is allowed counts.
 * Fails as facts_read does.
 */
cs_status_t cs_access_explain(cs_pool_t *pool, const json_t *facts, cs_policy_operation_e operation,
                              const char *purpose, int64_t now_us, const cs_policy_t *policy, cs_status_t *reason,
                              json_t **out) CS_MUST_CHECK;

#endif
