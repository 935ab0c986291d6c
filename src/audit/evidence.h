/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks an exported review (docs/PROTOCOL.review.md) without platform,
 * database or secret: what was to be done, under which policy, who decided
 * it by which key, and that the log says so.  Pure: bytes in, findings out;
 * a file in which nothing is found proves how its review ended (GS-2.2.2,
 * JR-5.2).
 */
#ifndef CS_AUDIT_EVIDENCE_H
#define CS_AUDIT_EVIDENCE_H

#include "audit/note.h"
#include "codec/json.h"

#define CS_MAX_EVIDENCE (8 * 1024 * 1024) /* a round takes 40 KiB and its payload, of which there are few */

/* X(name in C, name, what is found) */
/* clang-format off */
#define CS_EVIDENCE_LIST(X)                                                                                            \
    X(MALFORMED, "malformed", "the part is none of this format")                                                       \
    X(BAD_CHECKPOINT, "bad_checkpoint", "it is unsigned, or signed by another key")                                    \
    X(NOT_IN_LOG, "not_in_log", "the entry is not the one that was sealed there")                                      \
    X(UNVERIFIED, "unverified", "the entry was inserted without a gateway's word")                                     \
    X(WRONG_ENTRY, "wrong_entry", "the entry is of something else")                                                    \
    X(WRONG_STATEMENT, "wrong_statement", "the statement is not the one that its entry names")                         \
    X(FOREIGN, "foreign", "it is of another review or platform")                                                       \
    X(WRONG_ROUND, "wrong_round", "it is of another round or stage")                                                   \
    X(WRONG_PAYLOAD, "wrong_payload", "the payload is not the one that was to be decided")                             \
    X(WRONG_POLICY, "wrong_policy", "the policy is not the one that was in force")                                     \
    X(WRONG_STAGES, "wrong_stages", "the stages are not those that the policy asks for")                               \
    X(BAD_COUNTERSIGNATURE, "bad_countersignature", "the countersignature does not hold for this")                     \
    X(UNBOUND, "unbound", "the key was not bound to this account's device before")                                     \
    X(REVOKED, "revoked", "the device had ended before")                                                               \
    X(DEVICE_CLASS, "device_class", "the device is of too low a class")                                                \
    X(OUT_OF_ORDER, "out_of_order", "it comes before what it follows")                                                 \
    X(NONCE, "nonce", "the stages do not have a nonce each")                                                           \
    X(LATE, "late", "the review had expired")                                                                          \
    X(OWN_REQUEST, "own_request", "the decider is requester, beneficiary or author")                                   \
    X(ALREADY_DECIDED, "already_decided", "the person had decided in this review")                                     \
    X(NOT_ELIGIBLE, "not_eligible", "the decider is not of the group's place")                                         \
    X(SHORT, "short", "a stage has not the approvals that it needs")                                                   \
    X(WRONG_END, "wrong_end", "the end does not follow from the decisions")
/* clang-format on */

typedef enum {
#define CS_EVIDENCE_ROW(name, text, what) CS_EVIDENCE_##name,
    CS_EVIDENCE_LIST(CS_EVIDENCE_ROW)
#undef CS_EVIDENCE_ROW
} cs_evidence_finding_e;

typedef struct {
    cs_evidence_finding_e kind;
    const char *pointer; /* into the file; borrowed for the call */
    const char *text;    /* lower case, no stop */
} cs_evidence_finding_t;

typedef void (*cs_evidence_report_pt)(void *data, const cs_evidence_finding_t *finding);

/* Texts belong to the pool and are NULL where they could not be read. */
typedef struct {
    cs_audit_checkpoint_t checkpoint;
    const char *review;
    const char *kind;
    const char *state;     /* how its last round ended */
    const json_t *payload; /* what that round was about */
    const json_t *file;    /* all of it, of the right form */
    unsigned rounds;
    unsigned decisions;
    uint64_t findings; /* 0: it is as it says */
} cs_evidence_summary_t;

/*
 * verifier: the log's key that the reader brought along; NULL takes the
 * file's own, which shows that the file agrees with itself and no more.
 * Only CS_NO_MEMORY and CS_INTERNAL are not CS_OK: findings are reported.
 */
cs_status_t cs_audit_evidence_verify(cs_pool_t *pool, cs_bytes_t file, const char *verifier,
                                     cs_evidence_report_pt report, void *data, cs_evidence_summary_t *out)
    CS_MUST_CHECK;

/* "malformed", "not_in_log", …: the word of a finding. */
const char *cs_audit_evidence_name(cs_evidence_finding_e kind);

#endif
