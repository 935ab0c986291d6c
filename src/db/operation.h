/* SPDX-License-Identifier: Apache-2.0 */
/* Private to db/: one accepted operation, and the queues it is in.  Its state is the queue's. */
#ifndef CS_DB_OPERATION_H
#define CS_DB_OPERATION_H

#include <libpq-fe.h>
#include <sys/queue.h>

#include "db/database.h"

typedef enum {
    CSP_OPERATION_WAITING,  /* for a connection; in the database's `waiting` */
    CSP_OPERATION_SENT,     /* for the server; in its connection's `in_flight`, in the order of sending */
    CSP_OPERATION_FINISHED, /* for its completion to be called; in the database's `finished` */
} csp_operation_state_t;

/* Which of the server's results a sent operation waits for. */
typedef enum {
    CSP_STAGE_PREPARE,
    CSP_STAGE_EXECUTE,
    CSP_STAGE_COMMIT, /* executed; durable only at the sync that ends it */
} csp_stage_t;

typedef struct {
    TAILQ_HEAD(csp_operations_s, cs_operation_s) list;
    unsigned count;
    csp_operation_state_t state;
} csp_queue_t;

struct cs_operation_s {
    TAILQ_ENTRY(cs_operation_s) link;
    csp_queue_t *queue;
    unsigned index; /* in the table of statements */
    const cs_statement_t *statement;
    cs_bytes_t parameters[CS_MAX_PARAMETERS];
    int64_t wait_until_ms, deadline_ms;
    cs_done_pt done; /* NULL once detached or told */
    void *owner;
    csp_stage_t stage;
    bool is_resent;
    bool is_doubtful; /* the commit may have happened whatever was reported */
    cs_status_t status;
    PGresult *result;
    uint8_t copies[]; /* of the parameters */
};

void csp_queue_init(csp_queue_t *queue, csp_operation_state_t state);
cs_operation_t *csp_queue_first(const csp_queue_t *queue);

/* Copies the request.  CS_TOO_LARGE beyond what the protocol can carry; CS_NO_MEMORY. */
cs_status_t csp_operation_new(const cs_request_t *request, const cs_statement_t *statement, cs_operation_t **out)
    CS_MUST_CHECK;
void csp_operation_free(cs_operation_t *operation); /* unlinks it first */

/* The one function that changes an operation's state: to the end of a queue, or to its front. */
typedef enum {
    CSP_AT_END,
    CSP_AT_FRONT,
} csp_place_t;

void csp_operation_move(cs_operation_t *operation, csp_queue_t *queue, csp_place_t place);

/* Tells the owner, if there still is one, and forgets him. */
void csp_operation_tell(cs_operation_t *operation, cs_status_t status);

/* What becomes of it when its connection is lost.  CS_AGAIN: to be sent once more. */
cs_status_t csp_operation_judge_loss(const cs_operation_t *operation, bool was_begun);

/* Of its result, and of a refusal by SQLSTATE. */
bool csp_result_fits(const cs_statement_t *statement, const PGresult *result);
cs_status_t csp_status_from_sqlstate(const char *sqlstate);

#endif
