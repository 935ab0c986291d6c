/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a gateway fixes and MACs before it calls the database, and what a
 * leaf of the log is made of (GS-2.2.2, GS-4.3b).
 */
#ifndef CS_AUDIT_ENTRY_H
#define CS_AUDIT_ENTRY_H

#include "codec/json.h"
#include "crypto/digest.h"

#define CS_ENTRY_SALT_SIZE 32

/*
 * Constraints of audit.entry and audit.personal (sql/audit/tables.sql) hold each row to these bounds, so that whatever
 * stands in the log can be hashed by the sealer and read by a verifier.  JSON escapes a byte sixfold at worst.
 */
#define CS_MAX_CORE_TEXT     256  /* of one member; the largest is an object */
#define CS_MAX_ENTRY_TEXT    8192 /* a core: 744 bytes of texts, escaped, and 1300 besides; in practice 1.2 KiB */
#define CS_MAX_PERSONAL_TEXT 4096 /* address, network, an agent of 256 bytes escaped, a label */
/* a leaf of a log file: its core, its personal part as a string, and index, ids, salts and names */
#define CS_MAX_VERIFY_LINE (CS_MAX_ENTRY_TEXT + 6 * CS_MAX_PERSONAL_TEXT + 1024)

/* The fixed members but personal_digest, which is made here; NULL is null. */
typedef struct {
    const char *id; /* UUIDv7 */
    const char *action;
    const char *session;
    const char *node;
    const char *operation;
    const char *object_type;
    const char *object;
    const char *purpose;
    const char *digest;
    const char *trace_id;
} cs_audit_entry_t;

/* Where the caller was: kept beside the entry, erasable.  NULL is null. */
typedef struct {
    const char *address;
    const char *network;
    const char *agent; /* cut to 256 bytes; what is not UTF-8 is left out */
    const char *device_label;
} cs_audit_personal_t;

/*
 * The first argument of every function behind the door: {entry, mac,
 * personal, salt, handle, key, proof}.  handle and proof (hexadecimal) and
 * key may be NULL.
 * CS_INTERNAL for an action that is no request of the one list.
 */
cs_status_t cs_audit_call_make(cs_pool_t *pool, cs_bytes_t mac_key, const cs_audit_entry_t *entry,
                               const cs_audit_personal_t *personal, const char *handle, const char *key,
                               const char *proof, json_t **out) CS_MUST_CHECK;

/* The MAC is that of the fixed members in this core (or entry).  Or CS_BAD_SIGNATURE. */
cs_status_t cs_audit_entry_verify_mac(cs_pool_t *pool, cs_bytes_t mac_key, const json_t *core, cs_bytes_t mac)
    CS_MUST_CHECK;

/* The personal part (its bytes, as kept) is the one the core names.  Or CS_BAD_SIGNATURE. */
cs_status_t cs_audit_personal_verify(const json_t *core, cs_bytes_t salt, cs_bytes_t personal) CS_MUST_CHECK;

/* SHA-256(salt ‖ JCS(core)) */
cs_status_t cs_audit_leaf_data(cs_pool_t *pool, const json_t *core, cs_bytes_t salt, uint8_t out[CS_DIGEST_SIZE])
    CS_MUST_CHECK;

/* All 28 members of a core, no others, each of its type. */
cs_status_t cs_audit_core_check(const json_t *core, cs_error_t *error) CS_MUST_CHECK;

#endif
