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

typedef struct {
    int rank; /* index in the policy, -1 where it knows none such: denied */
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
    cs_status_t reason; /* CS_OK allows; any other denies: CS_NOT_FOUND, CS_OPERATION_NOT_ALLOWED, CS_GRANT_REQUIRED,
                            CS_PURPOSE_NOT_GRANTED */
    unsigned policy;    /* the number it was decided under */
    const char *grant;  /* the one it rests on, or NULL; borrowed */
    const char *const *obligations; /* borrowed from the policy; none where denied */
    size_t obligation_count;
} cs_access_decision_t;

cs_access_decision_t cs_access_decide(const cs_access_subject_t *subject, cs_policy_operation_e operation,
                                      const cs_access_object_t *object, const cs_access_environment_t *environment,
                                      const cs_policy_t *policy);

/* What gateway.prepare_release states, in the form that is decided upon. */
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

#endif
