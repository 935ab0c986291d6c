/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoint: a C2SP signed note over origin, size and root, by the log's Ed25519 key; and its verifier key. */
#ifndef CS_AUDIT_NOTE_H
#define CS_AUDIT_NOTE_H

#include "base/error.h"
#include "crypto/digest.h"
#include "crypto/key.h"

#define CS_MAX_NOTE        2048
#define CS_MAX_NOTE_ORIGIN 136 /* a platform's name and "/log" */
#define CS_NOTE_KEY_HASH   4

typedef struct {
    char origin[CS_MAX_NOTE_ORIGIN];
    uint64_t size;
    uint8_t root[CS_DIGEST_SIZE];
} cs_audit_checkpoint_t;

typedef struct {
    char name[CS_MAX_NOTE_ORIGIN];
    uint8_t hash[CS_NOTE_KEY_HASH];
    const cs_key_t *key; /* belongs to the pool */
} cs_audit_verifier_t;

/* Appends "<name>+<hash, 8 digits>+<base64 of 0x01 ‖ public key>".  CS_BAD_KEY unless the key is Ed25519. */
cs_status_t cs_audit_verifier_write(const cs_key_t *key, const char *name, cs_buffer_t *out) CS_MUST_CHECK;

/* CS_MALFORMED when it is none or its hash is not of its name and key. */
cs_status_t cs_audit_verifier_read(cs_pool_t *pool, cs_bytes_t text, cs_audit_verifier_t *out) CS_MUST_CHECK;

/* Appends the signed note; the key's name is the origin. */
cs_status_t cs_audit_checkpoint_sign(const cs_key_t *key, const cs_audit_checkpoint_t *checkpoint, cs_buffer_t *out)
    CS_MUST_CHECK;

/*
 * Reads a note and requires this verifier's signature; others' are passed
 * over.  CS_MALFORMED or CS_BAD_SIGNATURE; origin must be the verifier's name.
 */
cs_status_t cs_audit_checkpoint_read(cs_pool_t *pool, cs_bytes_t note, const cs_audit_verifier_t *verifier,
                                     cs_audit_checkpoint_t *out, cs_error_t *error) CS_MUST_CHECK;

#endif
