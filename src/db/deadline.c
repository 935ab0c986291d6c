/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines: of waiting for a connection, of the request, of each slot.  One timer serves them all. */
#include "db/database_private.h"

static void
csp_database_expire_waiting(cs_database_t *database, int64_t now_ms)
{
    cs_operation_t *operation, *next;
    cs_database_counts_t counts;

    cs_database_count(database, &counts);
    for (operation = csp_queue_first(&database->waiting); operation != NULL; operation = next) {
        next = TAILQ_NEXT(operation, link);
        if (now_ms >= operation->wait_until_ms) {
            operation->status = counts.ready == 0 ? CS_UNAVAILABLE : CS_DEADLINE;
            csp_operation_move(operation, &database->finished, CSP_AT_END);
        } else {
            csp_database_note(database, operation->wait_until_ms);
        }
    }
}

/* The owner is told; the operation stays where it is until the server has answered. */
static void
csp_database_expire_sent(cs_database_t *database, csp_slot_t *slot, int64_t now_ms)
{
    cs_operation_t *operation = csp_queue_first(&slot->connection.in_flight);

    for (; operation != NULL; operation = TAILQ_NEXT(operation, link)) {
        if (operation->done == NULL) {
            continue;
        }
        if (now_ms >= operation->deadline_ms) {
            csp_operation_tell(operation,
                               operation->statement->repeat == CS_REPEAT_ONCE ? CS_DEADLINE : CS_OUTCOME_UNKNOWN);
        } else {
            csp_database_note(database, operation->deadline_ms);
        }
    }
}

void
csp_database_expire(cs_database_t *database, int64_t now_ms)
{
    database->wake_ms = CS_NEVER;
    for (unsigned i = 0; i < database->options.size; i++) {
        csp_slot_t *slot = &database->slots[i];

        csp_slot_expire(database, slot, now_ms);
        csp_database_note(database, slot->limit_ms);
        csp_database_expire_sent(database, slot, now_ms);
    }
    csp_database_expire_waiting(database, now_ms);
}
