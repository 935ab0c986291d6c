/* SPDX-License-Identifier: Apache-2.0 */
/* From entries to leaves: judged, numbered, salted, hashed into the tree.  No database in here. */
#ifndef CS_AUDIT_BATCH_H
#define CS_AUDIT_BATCH_H

#include "audit/merkle.h"
#include "codec/json.h"

/*
 * entries: as sealer.take_unsealed gives them, in the order of sealing;
 * their cores get n and origin.  Appends to the tree; *leaves and *nodes
 * (of the pool) are what sealer.append_leaves wants.  *unverified counts.
 */
cs_status_t cs_audit_batch_make(cs_pool_t *pool, cs_bytes_t mac_key, json_t *entries, cs_audit_merkle_t *tree,
                                json_t **leaves, json_t **nodes, unsigned *unverified) CS_MUST_CHECK;

#endif
