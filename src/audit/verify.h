/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks a log file (docs/PROTOCOL.entry.md) line by line, without database
 * and without secrets, in memory that does not grow with the log.  Each thing
 * that is wrong is named; nothing stops the reading (GS-2.2.2).
 */
#ifndef CS_AUDIT_VERIFY_H
#define CS_AUDIT_VERIFY_H

#include "audit/entry.h"
#include "audit/note.h"

typedef enum {
    CS_AUDIT_MALFORMED,      /* a line that is none of this format */
    CS_AUDIT_BAD_CHECKPOINT, /* unsigned, or signed by another key */
    CS_AUDIT_ROOT_MISMATCH,  /* the leaves are not those of the checkpoint */
    CS_AUDIT_SIZE_MISMATCH,  /* more or fewer leaves than the checkpoint says */
    CS_AUDIT_INDEX_GAP,      /* a leaf left out, doubled or out of order */
    CS_AUDIT_NUMBER_GAP,     /* a number of an institution left out, doubled or out of order */
    CS_AUDIT_CHANGED,        /* the entry is not the one that was sealed */
    CS_AUDIT_MISSING,        /* sealed, and its row is gone */
    CS_AUDIT_UNVERIFIED,     /* inserted without a gateway's MAC or a call that brings it about */
    CS_AUDIT_PERSONAL,       /* the personal part is not the one the entry names */
    CS_AUDIT_UNSEALED,       /* left unsealed while younger entries were sealed */
} cs_audit_finding_e;

typedef struct {
    cs_audit_finding_e kind;
    uint64_t line;     /* from 1; 0 for what concerns the whole */
    const char *entry; /* id, or NULL where none is known; borrowed for the call */
    const char *text;  /* lower case, no stop */
} cs_audit_finding_t;

typedef void (*cs_audit_report_pt)(void *data, const cs_audit_finding_t *finding);

typedef struct {
    cs_audit_checkpoint_t checkpoint;
    uint64_t leaves;
    uint64_t hidden;   /* leaves whose entry the reader may not see */
    uint64_t unsealed; /* entries without a leaf yet */
    uint64_t findings; /* 0: the log holds */
} cs_audit_summary_t;

typedef struct cs_audit_verify_s cs_audit_verify_t;

/*
 * verifier: the log's key that the reader brought along; NULL takes the
 * file's own, which shows that the file agrees with itself and no more.
 */
cs_status_t cs_audit_verify_begin(cs_pool_t *pool, const char *verifier, cs_audit_report_pt report, void *data,
                                  cs_audit_verify_t **out) CS_MUST_CHECK;

/* One line, without its end.  Only CS_NO_MEMORY and CS_INTERNAL are not CS_OK: findings are reported. */
cs_status_t cs_audit_verify_line(cs_audit_verify_t *verify, cs_bytes_t line) CS_MUST_CHECK;

/* After the last line. */
cs_status_t cs_audit_verify_end(cs_audit_verify_t *verify, cs_audit_summary_t *out) CS_MUST_CHECK;

/* "changed", "missing", …: the word of a finding. */
const char *cs_audit_finding_name(cs_audit_finding_e kind);

#endif
