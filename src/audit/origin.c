/* SPDX-License-Identifier: Apache-2.0 */
/* Judges by the MAC of the gateway and the one list of actions (GS-2.2.2). */
#include "audit/origin.h"

#include "audit/action.h"
#include "audit/entry.h"
#include "base/guard.h"
#include "codec/text.h"

static cs_status_t
cs_audit_origin_hex(cs_pool_t *pool, const json_t *entry, const char *name, cs_bytes_t *out)
{
    cs_buffer_t bytes;
    cs_status_t status;

    cs_buffer_init(&bytes, pool, CS_DIGEST_SIZE);
    CS_TRY(cs_hex_decode(cs_bytes_text(cs_json_get_text(entry, name)), &bytes));
    *out = cs_buffer_bytes(&bytes);
out:
    return status;
}

/* The MAC holds, and the personal part is the one it names. */
static bool
cs_audit_origin_is_request(cs_pool_t *pool, cs_bytes_t mac_key, const json_t *entry)
{
    const json_t *core = json_object_get(entry, "core");
    cs_bytes_t mac, salt;

    return cs_audit_origin_hex(pool, entry, "mac", &mac) == CS_OK &&
           cs_audit_entry_verify_mac(pool, mac_key, core, mac) == CS_OK &&
           cs_audit_origin_hex(pool, entry, "personal_salt", &salt) == CS_OK &&
           cs_audit_personal_verify(core, salt, cs_bytes_text(cs_json_get_text(entry, "personal"))) == CS_OK;
}

static const json_t *
cs_audit_origin_find(const json_t *batch, const char *id)
{
    size_t i;
    json_t *entry;

    json_array_foreach(batch, i, entry) {
        const json_t *core = json_object_get(entry, "core");
        if (cs_bytes_equal(cs_bytes_text(cs_json_get_text(core, "id")), cs_bytes_text(id))) {
            return core;
        }
    }
    return NULL;
}

/*
 * The cause lies in the same transaction (the database names its action), the
 * list allows it, and it is not unverified itself.  One that is not at hand
 * was sealed before; a platform's beginning never is.
 */
static bool
cs_audit_origin_is_consequence(const json_t *entry, const json_t *batch)
{
    const json_t *core = json_object_get(entry, "core");
    const char *cause_action = cs_json_get_text(entry, "cause_action");
    const json_t *cause = cs_audit_origin_find(batch, cs_json_get_text(core, "cause"));

    if (!cs_audit_action_is_caused_by(cs_json_get_text(core, "action"), cause_action)) {
        return false;
    }
    if (cause == NULL) {
        return cs_audit_action_kind(cause_action) == CS_ACTION_REQUEST;
    }
    return !cs_bytes_equal(cs_bytes_text(cs_json_get_text(cause, "origin")), CS_LITERAL("unverified"));
}

cs_audit_action_e
cs_audit_origin_kind(const json_t *entry)
{
    return cs_audit_action_kind(cs_json_get_text(json_object_get(entry, "core"), "action"));
}

const char *
cs_audit_origin_judge(cs_pool_t *pool, cs_bytes_t mac_key, const json_t *entry, const json_t *batch, bool may_begin)
{
    bool has_mac = cs_json_get_text(entry, "mac") != NULL;

    switch (cs_audit_origin_kind(entry)) {
    case CS_ACTION_REQUEST:
        return has_mac && cs_audit_origin_is_request(pool, mac_key, entry) ? "gateway" : "unverified";
    case CS_ACTION_CONSEQUENCE:
        return !has_mac && cs_audit_origin_is_consequence(entry, batch) ? "database" : "unverified";
    case CS_ACTION_BEGINNING:
        return !has_mac && may_begin ? "database" : "unverified";
    case CS_ACTION_UNKNOWN:
        break;
    }
    return "unverified";
}
