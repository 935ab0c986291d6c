/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of an institution run from 1 without gaps in the order of the
 * leaves.  A reader who may not see every entry sees gaps that are none: as
 * many numbers may be left out as leaves between were hidden.
 *
 * Entries without an institution count under the operator, whose is the
 * platform's beginning, the log's first entry.
 */
#include <string.h>

#include "audit/action.h"
#include "audit/verify_private.h"
#include "base/guard.h"

static csp_audit_counter_t *
cs_audit_counter_find(const cs_audit_verify_t *verify, const char *institution)
{
    csp_audit_counter_t *counter = verify->counters;

    while (counter != NULL && strcmp(counter->institution, institution) != 0) {
        counter = counter->next;
    }
    return counter;
}

static bool
cs_audit_counter_follows(const cs_audit_verify_t *verify, const csp_audit_counter_t *counter, uint64_t n)
{
    return n > counter->last && n - counter->last - 1 <= verify->unnumbered - counter->unnumbered;
}

static cs_status_t
cs_audit_counter_add(cs_audit_verify_t *verify, const char *institution, csp_audit_counter_t **out)
{
    csp_audit_counter_t *counter = cs_pool_zalloc(verify->pool, sizeof(*counter));
    cs_status_t status;

    CS_REQUIRE(counter != NULL, CS_NO_MEMORY);
    CS_REQUIRE(cs_uuid_check(cs_bytes_text(institution)), CS_MALFORMED);
    CS_TRY(cs_text_copy(cs_bytes_text(institution), counter->institution, sizeof(counter->institution)));
    counter->next = verify->counters;
    verify->counters = *out = counter;
out:
    return status;
}

static cs_status_t
cs_audit_counter_get(cs_audit_verify_t *verify, const char *institution, csp_audit_counter_t **out)
{
    if (institution == NULL) {
        *out = verify->the_operator != NULL ? verify->the_operator : &verify->none;
        return CS_OK;
    }
    *out = cs_audit_counter_find(verify, institution);
    return *out != NULL ? CS_OK : cs_audit_counter_add(verify, institution, out);
}

static bool
cs_audit_is_beginning(const json_t *core)
{
    return cs_audit_action_kind(cs_json_get_text(core, "action")) == CS_ACTION_BEGINNING;
}

cs_status_t
csp_audit_verify_number(cs_audit_verify_t *verify, const json_t *core)
{
    uint64_t n = (uint64_t)cs_json_get_integer(core, "n", 0);
    const char *entry = cs_json_get_text(core, "id");
    csp_audit_counter_t *counter;
    cs_status_t status = cs_audit_counter_get(verify, cs_json_get_text(core, "institution"), &counter);

    if (status == CS_MALFORMED) {
        csp_audit_find(verify, CS_AUDIT_MALFORMED, entry, "the institution is no id");
        return CS_OK;
    }
    CS_TRY(status);
    if (verify->the_operator == NULL && cs_audit_is_beginning(core)) {
        verify->the_operator = counter;
    }
    if (!cs_audit_counter_follows(verify, counter, n)) {
        csp_audit_find(verify, CS_AUDIT_NUMBER_GAP, entry,
                       "a number of the institution is left out, doubled or out of order");
    }
    counter->last = n > counter->last ? n : counter->last;
    counter->unnumbered = verify->unnumbered;
out:
    return status;
}
