/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an entry comes from, as far as the sealer can prove: the finding
 * that becomes part of its leaf.  Pure: facts in, finding out.
 */
#ifndef CS_AUDIT_ORIGIN_H
#define CS_AUDIT_ORIGIN_H

#include "audit/action.h"
#include "codec/json.h"

/*
 * One unsealed entry as the database gives it: {core, mac, personal,
 * personal_salt, cause_action, …}.  batch: all entries taken together;
 * those judged before have their origin in the core already.  may_begin: the
 * log is empty and no other entry of the batch was its beginning.  Returns
 * "gateway", "database" or "unverified"; what cannot be proved is unverified.
 */
const char *cs_audit_origin_judge(cs_pool_t *pool, cs_bytes_t mac_key, const json_t *entry, const json_t *batch,
                                  bool may_begin);

/* Of its action: consequences lean on their cause and are judged after it. */
cs_audit_action_e cs_audit_origin_kind(const json_t *entry);

#endif
