/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CS_AUDIT_VERIFY_PRIVATE_H
#define CS_AUDIT_VERIFY_PRIVATE_H

#include "audit/entry.h"
#include "audit/merkle.h"
#include "audit/verify.h"
#include "base/clock.h"

typedef struct csp_audit_counter_s csp_audit_counter_t;

/* Where an institution's numbers stand. */
struct csp_audit_counter_s {
    csp_audit_counter_t *next;
    char institution[CS_UUID_TEXT];
    uint64_t last;
    uint64_t unnumbered; /* of the log, when `last` was seen */
};

struct cs_audit_verify_s {
    cs_pool_t *pool;
    const char *verifier;
    cs_audit_report_pt report;
    void *data;
    cs_arena_t arena; /* of one line */
    uint64_t line;
    uint64_t next_index;
    uint64_t unnumbered; /* leaves whose number cannot be seen: hidden, missing, changed */
    int64_t newest_us;   /* of what is sealed */
    bool is_signed;
    csp_audit_counter_t *counters;
    csp_audit_counter_t none;          /* of entries without an institution, until the operator is known */
    csp_audit_counter_t *the_operator; /* counts those as well, once it is */
    cs_audit_merkle_t tree;
    cs_audit_summary_t summary;
};

void csp_audit_find(cs_audit_verify_t *verify, cs_audit_finding_e kind, const char *entry, const char *text);

/* A line that is a leaf: into the tree, and its entry against it. */
cs_status_t csp_audit_verify_leaf(cs_audit_verify_t *verify, const json_t *line) CS_MUST_CHECK;

/* When the entry was written; 0 where that cannot be read. */
int64_t csp_audit_core_time(const json_t *core);

/* The entry's number follows the one before it within its institution. */
cs_status_t csp_audit_verify_number(cs_audit_verify_t *verify, const json_t *core) CS_MUST_CHECK;

#endif
