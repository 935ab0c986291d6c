/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An operation owns copies of its parameters: its owner may go away while
 * it waits, and a read may have to be sent twice.
 */
#include <stdlib.h>

#include "db/operation.h"

#define CSP_MAX_PARAMETER (256u * 1024 * 1024) /* six of them stay below the protocol's 1 GiB a message and INT_MAX */

void
csp_queue_init(csp_queue_t *queue, csp_operation_state_t state)
{
    TAILQ_INIT(&queue->list);
    queue->count = 0;
    queue->state = state;
}

cs_operation_t *
csp_queue_first(const csp_queue_t *queue)
{
    return TAILQ_FIRST(&queue->list);
}

static void
csp_operation_unlink(cs_operation_t *operation)
{
    if (operation->queue != NULL) {
        TAILQ_REMOVE(&operation->queue->list, operation, link);
        operation->queue->count--;
        operation->queue = NULL;
    }
}

void
csp_operation_move(cs_operation_t *operation, csp_queue_t *queue, csp_place_t place)
{
    csp_operation_unlink(operation);
    if (place == CSP_AT_FRONT) {
        TAILQ_INSERT_HEAD(&queue->list, operation, link);
    } else {
        TAILQ_INSERT_TAIL(&queue->list, operation, link);
    }
    queue->count++;
    operation->queue = queue;
}

static cs_status_t
csp_request_measure(const cs_request_t *request, size_t count, size_t *total)
{
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        if (request->parameters[i].size > CSP_MAX_PARAMETER) {
            return CS_TOO_LARGE;
        }
        *total += request->parameters[i].size;
    }
    return CS_OK;
}

static void
csp_operation_copy(cs_operation_t *operation, const cs_request_t *request, size_t count)
{
    uint8_t *next = operation->copies;

    for (size_t i = 0; i < count; i++) {
        cs_bytes_t in = request->parameters[i];

        if (in.data != NULL) {
            cs_bytes_copy(in, next);
            operation->parameters[i] = cs_bytes(next, in.size);
            next += in.size;
        }
    }
}

cs_status_t
csp_operation_new(const cs_request_t *request, const cs_statement_t *statement, cs_operation_t **out)
{
    size_t count = cs_statement_parameter_count(statement), total;
    cs_status_t status = csp_request_measure(request, count, &total);
    cs_operation_t *operation;

    *out = NULL;
    if (status != CS_OK) {
        return status;
    }
    /* One byte more: the address of an empty last parameter lies inside. */
    operation = calloc(1, sizeof(*operation) + total + 1);
    if (operation == NULL) {
        return CS_NO_MEMORY;
    }
    operation->index = request->statement;
    operation->statement = statement;
    operation->deadline_ms = request->deadline_ms;
    operation->done = request->done;
    operation->owner = request->owner;
    csp_operation_copy(operation, request, count);
    *out = operation;
    return CS_OK;
}

void
csp_operation_free(cs_operation_t *operation)
{
    csp_operation_unlink(operation);
    PQclear(operation->result);
    free(operation);
}

void
csp_operation_tell(cs_operation_t *operation, cs_status_t status)
{
    cs_done_pt done = operation->done;
    cs_result_t result = {operation->result, 0, 0};

    operation->done = NULL;
    if (done == NULL) {
        return;
    }
    if (status != CS_OK) {
        done(operation->owner, status, NULL);
        return;
    }
    operation->result = NULL; /* the owner may take it */
    result.row_count = (size_t)PQntuples(result.source);
    result.column_count = (size_t)PQnfields(result.source);
    done(operation->owner, CS_OK, &result);
    PQclear(result.source);
}

cs_status_t
csp_operation_judge_loss(const cs_operation_t *operation, bool was_begun)
{
    bool is_repeatable = operation->statement->repeat == CS_REPEAT_ONCE;
    bool was_refused = operation->status != CS_OK && !operation->is_doubtful;

    if (was_refused && cs_status_category(operation->status) != CS_CATEGORY_UNAVAILABLE) {
        return operation->status;
    }
    if (!was_begun) {
        return CS_AGAIN;
    }
    if (is_repeatable && !operation->is_resent && operation->done != NULL) {
        return CS_AGAIN;
    }
    return is_repeatable || was_refused ? CS_UNAVAILABLE : CS_OUTCOME_UNKNOWN;
}
