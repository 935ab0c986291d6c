/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree over the log (RFC 6962, section 2): leaf = H(0x00 ‖ data), node =
 * H(0x01 ‖ left ‖ right), split at the largest power of two below n.  Only
 * the frontier is kept: the roots of the complete subtrees that size is made
 * of, at most 64 hashes.
 */
#ifndef CS_AUDIT_MERKLE_H
#define CS_AUDIT_MERKLE_H

#include "crypto/digest.h"

#define CS_MERKLE_LEVELS 64

typedef struct {
    uint64_t size;
    uint8_t frontier[CS_MERKLE_LEVELS][CS_DIGEST_SIZE]; /* by level; there where bit `level` of size is 1 */
} cs_audit_merkle_t;

/* Told of each complete subtree the moment it is: level 0 is a leaf's hash; index counts within the level. */
typedef cs_status_t (*cs_audit_node_pt)(void *data, unsigned level, uint64_t index, const uint8_t hash[CS_DIGEST_SIZE]);

/* RFC 9162, 2.1.1: SHA-256(0x00 ‖ data), SHA-256(0x01 ‖ left ‖ right). */
cs_status_t cs_audit_merkle_hash_leaf(cs_bytes_t data, uint8_t out[CS_DIGEST_SIZE]) CS_MUST_CHECK;
cs_status_t cs_audit_merkle_hash_node(const uint8_t left[CS_DIGEST_SIZE], const uint8_t right[CS_DIGEST_SIZE],
                                      uint8_t out[CS_DIGEST_SIZE]) CS_MUST_CHECK;

void cs_audit_merkle_init(cs_audit_merkle_t *tree); /* empty */

/*
 * Takes up a tree of `size` leaves from its complete subtrees: `load` fills
 * each hash the frontier needs.
 */
typedef cs_status_t (*cs_audit_load_pt)(void *data, unsigned level, uint64_t index, uint8_t hash[CS_DIGEST_SIZE]);
cs_status_t cs_audit_merkle_load(cs_audit_merkle_t *tree, uint64_t size, cs_audit_load_pt load, void *data)
    CS_MUST_CHECK;

/* Appends one leaf by its hash; told (or NULL) hears of every subtree that this completes, the leaf first. */
cs_status_t cs_audit_merkle_append(cs_audit_merkle_t *tree, const uint8_t leaf[CS_DIGEST_SIZE], cs_audit_node_pt told,
                                   void *data) CS_MUST_CHECK;

/* Of an empty tree SHA-256 of nothing. */
cs_status_t cs_audit_merkle_root(const cs_audit_merkle_t *tree, uint8_t out[CS_DIGEST_SIZE]) CS_MUST_CHECK;

/* The path leads from the leaf at `index` to the root of `size` leaves (RFC 9162, 2.1.3.2).  Or CS_BAD_SIGNATURE. */
cs_status_t cs_audit_merkle_verify_inclusion(const uint8_t leaf[CS_DIGEST_SIZE], uint64_t index, uint64_t size,
                                             const uint8_t (*path)[CS_DIGEST_SIZE], size_t path_length,
                                             const uint8_t root[CS_DIGEST_SIZE]) CS_MUST_CHECK;

#endif
