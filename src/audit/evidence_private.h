/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CS_AUDIT_EVIDENCE_PRIVATE_H
#define CS_AUDIT_EVIDENCE_PRIVATE_H

#include "audit/evidence.h"
#include "crypto/digest.h"
#include "review/countersignature.h"

#define CSP_MAX_POINTER 96
#define CSP_MAX_NEEDS   12 /* of a stage: 4096 sets of them are tried, as the database does */

typedef struct {
    cs_pool_t *pool;
    cs_evidence_report_pt report;
    void *data;
    const char *platform;
    json_t *persons; /* ids of those who have decided, in whatever round */
    json_t *nonces;  /* of the stages so far */
    char pointer[CSP_MAX_POINTER];
    cs_evidence_summary_t *summary;
} csp_evidence_t;

/* An entry that is in the log. */
typedef struct {
    const json_t *core;
    uint64_t index;
    int64_t at_us;
} csp_evidence_entry_t;

/* What the parts of a round are judged by. */
typedef struct {
    json_int_t number;
    csp_evidence_entry_t opened;
    const json_t *opening;   /* the statement */
    const json_t *kind;      /* of the policy */
    uint64_t newest;         /* leaf of what came last so far */
    const json_t *decisions; /* of the last stage that is complete, */
    const char *state;       /* and what they make of it; both may be NULL */
    bool is_complete;        /* every stage is */
} csp_evidence_round_t;

typedef struct {
    const json_t *wanted; /* the opening's stage */
    const char *nonce;
    uint64_t after;     /* leaf of what came before */
    const json_t *file; /* the stage */
} csp_evidence_stage_t;

/* {spki, passkey}: what somebody signs with. */
extern const cs_shape_t csp_evidence_key_shape[];

/* Reports, at the pointer that stands; always CS_BAD_SIGNATURE, so that the part is left. */
cs_status_t csp_evidence_refuse(csp_evidence_t *evidence, cs_evidence_finding_e kind, const char *text) CS_MUST_CHECK;

/* What a check said of a part: CS_OK, or the lack of memory, goes on; anything else is reported. */
cs_status_t csp_evidence_hold(csp_evidence_t *evidence, cs_status_t status, cs_evidence_finding_e kind,
                              const char *text) CS_MUST_CHECK;

/* After a part: its findings are reported and the next one is looked at. */
cs_status_t csp_evidence_part(cs_status_t status) CS_MUST_CHECK;

void csp_evidence_point(csp_evidence_t *evidence, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Two texts that must both be there. */
bool csp_evidence_same(const char *a, const char *b);

/* The texts of two members; both null is the same. */
bool csp_evidence_same_member(const json_t *a, const char *name_a, const json_t *b, const char *name_b);

/* An entry of this action that is done, sealed under the checkpoint, and not unverified. */
cs_status_t csp_evidence_entry_check(csp_evidence_t *evidence, const json_t *entry, const char *action,
                                     csp_evidence_entry_t *out) CS_MUST_CHECK;

/* A statement of this review and round, of this shape, which its entry names. */
cs_status_t csp_evidence_statement_check(csp_evidence_t *evidence, const json_t *stated, const char *action,
                                         json_int_t round, const cs_shape_t *shape, csp_evidence_entry_t *out)
    CS_MUST_CHECK;

/* RFC 8785 bytes of the value have this digest.  Or CS_BAD_SIGNATURE. */
cs_status_t csp_evidence_digest_check(csp_evidence_t *evidence, const json_t *value, const char *digest) CS_MUST_CHECK;

/* The policy is the activated one, and the opening's stages are those that it asks for; sets round->kind. */
cs_status_t csp_evidence_policy_check(csp_evidence_t *evidence, const json_t *policy, csp_evidence_round_t *round)
    CS_MUST_CHECK;

cs_status_t csp_evidence_round_check(csp_evidence_t *evidence, const json_t *round, size_t number) CS_MUST_CHECK;

/* One decision; *taken is its entry, if that is in the log. */
cs_status_t csp_evidence_decision_check(csp_evidence_t *evidence, const csp_evidence_round_t *round,
                                        const csp_evidence_stage_t *stage, const json_t *decision,
                                        csp_evidence_entry_t *taken) CS_MUST_CHECK;

/* The key of a word, {key: {spki, passkey}}. */
cs_status_t csp_evidence_key_read(csp_evidence_t *evidence, const json_t *word, cs_key_t **out) CS_MUST_CHECK;

/* The word's `bound` and `revoked`: the key's device, as `said` names account, device and class, was theirs before it
   was taken, and had not ended. */
cs_status_t csp_evidence_binding_check(csp_evidence_t *evidence, const json_t *word, const json_t *said,
                                       const cs_key_t *key, const csp_evidence_entry_t *taken) CS_MUST_CHECK;

/* The word's countersignature, or signing_input and assertion: over these members, by this key, with the digest that
   was logged, when it was taken. */
cs_status_t csp_evidence_signature_check(csp_evidence_t *evidence, const json_t *word, const cs_key_t *key,
                                         const cs_review_countersignature_t *members, const char *logged,
                                         const csp_evidence_entry_t *taken) CS_MUST_CHECK;

/* Of the review of a break-glass: the word by which it was joined, in the round's payload and in the log. */
cs_status_t csp_evidence_joining_check(csp_evidence_t *evidence, const json_t *round, const json_t *opening)
    CS_MUST_CHECK;

#endif
