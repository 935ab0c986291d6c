/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a record lies at rest (GS-4.2): each revision has a data key of its
 * own, wrapped by its institution's key, which is wrapped by the node's.
 * Every ciphertext is bound to what it is and whose it is.
 */
#ifndef CS_RECORD_ENVELOPE_H
#define CS_RECORD_ENVELOPE_H

#include "base/bytes.h"
#include "crypto/keyring.h"

#define CS_RECORD_SALT_SIZE 32 /* the first bytes of the sealed content: nobody can test guesses against its hash */
#define CS_MAX_WRAPPED_KEY  128

/* One revision of a record. */
typedef struct {
    const char *record;
    unsigned revision;
} cs_record_revision_t;

/* A new institution's key, wrapped by the newest `kek`: version (1 byte) ‖ sealed form. */
cs_status_t cs_record_institution_key_make(cs_pool_t *pool, const cs_keyring_t *ring, const char *institution,
                                           cs_buffer_t *wrapped) CS_MUST_CHECK;

/* CS_BAD_SIGNATURE where the wrapped key is another institution's or was altered; CS_NOT_FOUND without the `kek`. */
cs_status_t cs_record_institution_key_open(cs_pool_t *pool, const cs_keyring_t *ring, const char *institution,
                                           cs_bytes_t wrapped, cs_secret_t *key) CS_MUST_CHECK;

/* A new data key and its wrapped form; the caller clears the key. */
cs_status_t cs_record_data_key_make(cs_pool_t *pool, const cs_secret_t *institution_key, const cs_record_revision_t *of,
                                    cs_secret_t *key, cs_buffer_t *wrapped) CS_MUST_CHECK;
cs_status_t cs_record_data_key_open(cs_pool_t *pool, const cs_secret_t *institution_key, const cs_record_revision_t *of,
                                    cs_bytes_t wrapped, cs_secret_t *key) CS_MUST_CHECK;

/* Seals salt ‖ content. */
cs_status_t cs_record_content_seal(cs_pool_t *pool, const cs_secret_t *key, const cs_record_revision_t *of,
                                   const uint8_t salt[CS_RECORD_SALT_SIZE], cs_bytes_t content, cs_buffer_t *sealed)
    CS_MUST_CHECK;

/* The content, borrowed from the pool. */
cs_status_t cs_record_content_open(cs_pool_t *pool, const cs_secret_t *key, const cs_record_revision_t *of,
                                   cs_bytes_t sealed, cs_bytes_t *content) CS_MUST_CHECK;

/* A title above confidential is sealed too. */
cs_status_t cs_record_title_seal(cs_pool_t *pool, const cs_secret_t *key, const cs_record_revision_t *of,
                                 cs_bytes_t title, cs_buffer_t *sealed) CS_MUST_CHECK;
cs_status_t cs_record_title_open(cs_pool_t *pool, const cs_secret_t *key, const cs_record_revision_t *of,
                                 cs_bytes_t sealed, cs_bytes_t *title) CS_MUST_CHECK;

#endif
