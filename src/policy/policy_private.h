/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CS_POLICY_POLICY_PRIVATE_H
#define CS_POLICY_POLICY_PRIVATE_H

#include "policy/policy.h"

/* Members of each document, as far as a shape can say it. */
extern const cs_shape_t csp_policy_documents_shape[], csp_policy_risk_shape[];

/* What a shape cannot say: codes that other members use must be listed, objects by code have their members. */
cs_status_t csp_policy_check_levels(const json_t *levels, cs_error_t *error) CS_MUST_CHECK;
cs_status_t csp_policy_check_types(const json_t *types, cs_error_t *error) CS_MUST_CHECK;
cs_status_t csp_policy_check_permissions(const json_t *permissions, cs_error_t *error) CS_MUST_CHECK;
cs_status_t csp_policy_check_reviews(const json_t *documents, cs_error_t *error) CS_MUST_CHECK;
cs_status_t csp_policy_check_tiers(const json_t *tiers, const char *where, cs_error_t *error) CS_MUST_CHECK;

/* What each factor weighs, for all that the other documents list; and the floors of GS-3.2. */
cs_status_t csp_policy_check_risk(const json_t *documents, cs_error_t *error) CS_MUST_CHECK;

/* Each permission is brought by a role, each stage reached by somebody. */
cs_status_t csp_policy_check_reach(const json_t *permissions, const json_t *reviews, cs_error_t *error) CS_MUST_CHECK;

/* One sentence: what the change of a member (old or new may be NULL) means for people. */
cs_status_t csp_policy_explain(cs_pool_t *pool, const char *document, const char *path, const json_t *old,
                               const json_t *new, const char **out) CS_MUST_CHECK;

/* What the standard fixes: a policy can only be stricter. */
cs_status_t csp_policy_check_floors(const json_t *documents, cs_error_t *error) CS_MUST_CHECK;

/* GB/T 22239's three administrators: no person is two of them (GS-3.1.1). */
#define CS_POLICY_ADMINISTRATORS 3
extern const char *const csp_policy_administrators[CS_POLICY_ADMINISTRATORS];

/* Goes from an object to a member (RFC 6901); false where the path has no room.  The caller cuts it off again. */
#define CS_MAX_POLICY_PATH 512
bool csp_policy_path_extend(char path[CS_MAX_POLICY_PATH], const char *member) CS_MUST_CHECK;

/* Is it one of the array's texts? */
bool csp_policy_is_listed(const json_t *array, const char *text);

/* Each value of an object has this shape; where is the object's own pointer. */
cs_status_t csp_policy_check_each(const json_t *object, const cs_shape_t *members, const char *where, cs_error_t *error)
    CS_MUST_CHECK;

/* Each text of the array is one of `allowed` (an array, or NULL), and stands once. */
cs_status_t csp_policy_check_texts(const json_t *array, const json_t *allowed, const char *where, cs_error_t *error)
    CS_MUST_CHECK;

/* The object has exactly the listed codes as its members. */
cs_status_t csp_policy_check_codes(const json_t *object, const json_t *codes, const char *where, cs_error_t *error)
    CS_MUST_CHECK;

#endif
