/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies are data: ten documents, activated together under one number.
 * They are checked whole and turned into one immutable object that requests
 * hold by reference, so that no decision mixes two versions.
 */
#ifndef CS_POLICY_POLICY_H
#define CS_POLICY_POLICY_H

#include "base/error.h"
#include "codec/json.h"

#define CS_MAX_POLICY_LEVELS 8
#define CS_MAX_POLICY_RANKS  16

typedef enum {
    CS_OPERATION_LIST,
    CS_OPERATION_VIEW,
    CS_OPERATION_DOWNLOAD,
    CS_OPERATION_PRINT,
    CS_OPERATION_FORWARD,
    CS_OPERATION_EDIT,
    CS_OPERATION_DESTROY,
    CS_OPERATION_COUNT, /* not one of them */
} cs_policy_operation_e;

#define CS_OPERATION_BIT(operation) (1U << (operation))

/* What is allowed and owed at one level (GS-3.1.2). */
typedef struct {
    const char *code;
    unsigned operations[CS_MAX_POLICY_RANKS]; /* by rank: bits of cs_policy_operation_e */
    bool grant_own;                           /* the owner's own people need a grant */
    bool grant_other;                         /* other members of the audience need one */
    bool view_only;                           /* the floor of top_secret: list and view, whatever else is written */
    const char *const *obligations;
    size_t obligation_count;
} cs_policy_level_t;

/* GS-2.1.2, GS-2.2.1 */
typedef struct {
    uint32_t memory_kib;
    uint32_t iterations;
    uint32_t parallelism;
} cs_policy_argon2_t;

typedef struct {
    unsigned min_length;  /* characters */
    unsigned min_classes; /* of lower, upper, digit, other */
    const json_t *forbidden_words;
    cs_policy_argon2_t argon2;
} cs_policy_passwords_t;

typedef struct {
    unsigned seal_age_max_ms;
} cs_policy_log_t;

/* What a request for a permission is graded by (GS-3.2, JR-8). */
typedef struct {
    const json_t *factors; /* by name: {points: {word: n} | n, steps: [{from, points}], reason} */
    int64_t medium, high;  /* from so many points on */
    int64_t monthly_limit; /* of what the engine grants one person in 30 days */
} cs_policy_risk_t;

/* A record type (JR-10.1). */
typedef struct {
    const char *name;
    const char *reader;     /* "json" or "opaque" */
    const char *media_type; /* NULL where the record brings its own */
    const json_t *schema;   /* of a json type, or NULL */
} cs_policy_type_t;

/* What C decides by; the rest of the documents is checked here and read by the database. */
typedef struct {
    unsigned number; /* of the activated set */
    const char *platform;
    const json_t *documents;                        /* as activated */
    cs_policy_level_t levels[CS_MAX_POLICY_LEVELS]; /* from low to high */
    int level_count;
    const char *ranks[CS_MAX_POLICY_RANKS];
    int rank_count;
    cs_policy_passwords_t passwords;
    cs_policy_log_t log;
    cs_policy_risk_t risk;
    const cs_policy_type_t *types;
    size_t type_count;
} cs_policy_t;

/*
 * Makes the object from what the database has activated: {policy, platform,
 * documents: {name: document}}.  Checks as below.  Lives as long as the pool
 * and keeps a reference to `set`.
 */
cs_status_t cs_policy_load(cs_pool_t *pool, json_t *set, const cs_policy_t **out, cs_error_t *error) CS_MUST_CHECK;

/*
 * All documents are there and no others, have their members and no others,
 * agree with each other, and none is below a floor of the standard.  The
 * error's pointer begins with the document's name.  CS_UNKNOWN_MEMBER,
 * CS_MISSING_MEMBER, CS_WRONG_TYPE, CS_INVALID_VALUE.
 */
cs_status_t cs_policy_check(const json_t *documents, cs_error_t *error) CS_MUST_CHECK;

/* What one risk.json says, of whichever version; borrows from the document.  Its shape is checked, not its floors. */
cs_status_t cs_policy_load_risk(const json_t *document, cs_policy_risk_t *out, cs_error_t *error) CS_MUST_CHECK;

/* The day to look at each again is after `today` (YYYY-MM-DD).  A set in force may be overdue.  CS_INVALID_VALUE. */
cs_status_t cs_policy_check_dates(const json_t *documents, const char *today, cs_error_t *error) CS_MUST_CHECK;

/*
 * What is proposed, some of the set or all of it, against what is in force:
 * `proposed` loses what stays as it is, and of the rest something is left, each
 * with a greater version, a line more in its history and a day to look at it
 * again that is ahead; and with what stays it is a set as above.
 * CS_INVALID_VALUE, and what cs_policy_check says.
 */
cs_status_t cs_policy_check_proposal(const json_t *old, json_t *proposed, const char *today, cs_error_t *error)
    CS_MUST_CHECK;

/*
 * What changes, for people to read: an array of {document, path, old, new,
 * means}, null where there was or will be nothing.  Documents that `new` has
 * not stay.  Lives as long as the pool.
 */
cs_status_t cs_policy_diff(cs_pool_t *pool, const json_t *old, const json_t *new, json_t **out) CS_MUST_CHECK;

/*
 * A document as lines "path value", one a member, in the order of names: two
 * of these show what changed.  CS_FULL when the buffer is.
 */
cs_status_t cs_policy_print(const json_t *document, cs_buffer_t *out) CS_MUST_CHECK;

/* The names of the documents, as the files of a policies folder bear them; ends with NULL. */
extern const char *const cs_policy_names[];

/* Index of a code, or -1. */
int cs_policy_find_level(const cs_policy_t *policy, const char *code);
int cs_policy_find_rank(const cs_policy_t *policy, const char *code);
const cs_policy_type_t *cs_policy_find_type(const cs_policy_t *policy, const char *name); /* or NULL */

/* CS_OPERATION_COUNT for a word that is none. */
cs_policy_operation_e cs_policy_operation_from_name(const char *name);

/* NULL for CS_OPERATION_COUNT. */
const char *cs_policy_operation_name(cs_policy_operation_e operation);

#endif
