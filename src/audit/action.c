/* SPDX-License-Identifier: Apache-2.0 */
#include "audit/action.h"

#include <stddef.h>
#include <string.h>

#include "base/bytes.h"

typedef struct {
    const char *name;
    cs_audit_action_e kind;
    const char *causes;
} cs_audit_action_row_t;

#define CS_ACTION_KIND_request     CS_ACTION_REQUEST
#define CS_ACTION_KIND_consequence CS_ACTION_CONSEQUENCE
#define CS_ACTION_KIND_beginning   CS_ACTION_BEGINNING

static const cs_audit_action_row_t cs_audit_actions[] = {
#define CS_ACTION_ROW(name, kind, causes, clause) {name, CS_ACTION_KIND_##kind, causes},
    CS_ACTION_LIST(CS_ACTION_ROW)
#undef CS_ACTION_ROW
};

static const cs_audit_action_row_t *
cs_audit_action_find(const char *action)
{
    for (size_t i = 0; action != NULL && i < sizeof(cs_audit_actions) / sizeof(cs_audit_actions[0]); i++) {
        if (strcmp(cs_audit_actions[i].name, action) == 0) {
            return &cs_audit_actions[i];
        }
    }
    return NULL;
}

cs_audit_action_e
cs_audit_action_kind(const char *action)
{
    const cs_audit_action_row_t *row = cs_audit_action_find(action);

    return row == NULL ? CS_ACTION_UNKNOWN : row->kind;
}

bool
cs_audit_action_is_caused_by(const char *action, const char *cause)
{
    const cs_audit_action_row_t *row = cs_audit_action_find(action);
    cs_bytes_t wanted = cs_bytes_text(cause);

    if (row == NULL || wanted.size == 0) {
        return false;
    }
    for (const char *at = row->causes; at != NULL;) {
        const char *end = strchr(at, '|');

        if (cs_bytes_equal(wanted, end == NULL ? cs_bytes_text(at) : cs_bytes(at, (size_t)(end - at)))) {
            return true;
        }
        at = end == NULL ? NULL : end + 1;
    }
    return false;
}
