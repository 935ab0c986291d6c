/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to db/: one connection as a state machine over libpq, without an
 * event loop.  Never blocks, never resets, never cancels: what goes wrong
 * ends in a close with a reason, and the owner opens it anew.
 */
#ifndef CS_DB_CONNECTION_H
#define CS_DB_CONNECTION_H

#include "db/operation.h"
#include "db/settings.h"

#define CSP_MAX_REASON 256

typedef enum {
    CSP_CONNECTION_CLOSED,     /* waits to be opened; no socket, nothing in flight */
    CSP_CONNECTION_CONNECTING, /* waits for the socket, as PQconnectPoll asked */
    CSP_CONNECTION_READY,      /* waits for operations, and for the results of those in flight */
    CSP_CONNECTION_RETIRING,   /* waits for the last results; takes nothing new */
} csp_connection_state_t;

typedef struct {
    unsigned number; /* for the log */
    const csp_settings_t *settings;
    const cs_host_t *host; /* for the log */
    cs_statements_t statements;
    csp_queue_t *finished; /* where operations go that ended here */

    csp_connection_state_t state;
    PGconn *pg;
    bool wants_read, wants_write;
    bool has_served; /* an operation succeeded here: the way to the server is good */
    bool has_heard;  /* a notification came */
    bool is_fatal;   /* the server ends this session: what stands behind the head was never begun */
    bool prepared[CS_MAX_STATEMENTS];
    csp_queue_t in_flight;
    char reason[CSP_MAX_REASON]; /* why it was lost */
} csp_connection_t;

bool csp_connection_check(const csp_connection_t *connection);

/* CLOSED to CONNECTING.  CS_UNAVAILABLE: lost at once. */
cs_status_t csp_connection_open(csp_connection_t *connection) CS_MUST_CHECK;

/*
 * Moves as far as the socket allows; afterwards wants_read and wants_write
 * say what to wait for, on the descriptor that get_fd returns now: while
 * CONNECTING each step may have another, under the same number.
 * CS_UNAVAILABLE: lost; what is in flight is the caller's to judge, then close.
 */
cs_status_t csp_connection_step(csp_connection_t *connection) CS_MUST_CHECK;

/* Hands a waiting operation to libpq; only when READY.  CS_UNAVAILABLE: lost, with this one in flight. */
cs_status_t csp_connection_send(csp_connection_t *connection, cs_operation_t *operation) CS_MUST_CHECK;

int csp_connection_get_fd(const csp_connection_t *connection); /* −1 where libpq has closed it */

/* To CLOSED, from any state; nothing is in flight any more. */
void csp_connection_close(csp_connection_t *connection);

/* One line in our log: the connection, what about, what. */
void csp_connection_log(const csp_connection_t *connection, cs_log_level_t level, const char *about, const char *text);

/* What the server or libpq says, for our log: one line, printable, cut. */
void csp_text_clean(const char *in, char *out, size_t size);

/* The pipeline's part of a step (pipeline.c): takes what results have come.  CS_UNAVAILABLE: out of step. */
cs_status_t csp_pipeline_drain(csp_connection_t *connection) CS_MUST_CHECK;
void csp_pipeline_on_notice(void *connection, const PGresult *notice);

/* Writes what the socket takes; wants_write where something is left. */
cs_status_t csp_connection_flush(csp_connection_t *connection) CS_MUST_CHECK;

/* READY to RETIRING: a server that is no longer ours, or a statement that cannot be prepared again. */
void csp_connection_retire(csp_connection_t *connection);

#endif
