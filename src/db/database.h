/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The asynchronous database client of one process: a few connections, a
 * bounded queue before them, deadlines for everything.  Never blocks; opens
 * no transaction of its own: each operation is one statement and one commit.
 * Must stay true: an operation that was accepted ends exactly once; one that
 * was sent runs to its end, whoever waits for it; what may have happened is
 * never reported as failed (CS_OUTCOME_UNKNOWN).
 */
#ifndef CS_DB_DATABASE_H
#define CS_DB_DATABASE_H

#include "base/error.h"
#include "db/host.h"
#include "db/result.h"
#include "db/statement.h"

#define CS_MAX_CONNECTIONS 32

typedef struct cs_database_s cs_database_t;
typedef struct cs_operation_s cs_operation_t;

/* The server has something new for a client that listens, or may have had since it listened last. */
typedef void (*cs_heard_pt)(void *data);

typedef struct {
    const char *conninfo; /* libpq's words; a host is a socket's folder, a numeric address, or has a hostaddr */
    cs_role_t role;
    cs_statements_t statements; /* cs_statements, unless a test brings its own */
    unsigned size;              /* connections */
    unsigned depth;             /* operations in flight on each */
    unsigned queue_size;        /* operations waiting for a connection */
    int64_t connect_timeout_ms;
    int64_t wait_timeout_ms;                /* of an operation, for a connection */
    int64_t query_timeout_ms;               /* of a statement, held by the server (statement_timeout) */
    int64_t backoff_min_ms, backoff_max_ms; /* between attempts to connect, doubled each time, jittered */

    /* Of a client that listens: the statement by which each new connection does, and who is told. */
    unsigned listen;
    cs_heard_pt heard; /* NULL: it does not listen.  Called from within a step: only notes it */
    void *heard_data;
} cs_database_options_t;

void cs_database_options_init(cs_database_options_t *options, cs_role_t role);

/* Could the options be used?  For configuration: no effect, no connection.  CS_INVALID_VALUE says why not. */
cs_status_t cs_database_options_check(const cs_database_options_t *options, cs_error_t *error) CS_MUST_CHECK;

/* Checks and copies the options and the host's table, and posts the first step. */
cs_status_t cs_database_new(const cs_database_options_t *options, const cs_host_t *host, cs_database_t **out,
                            cs_error_t *error) CS_MUST_CHECK;

/* Closes all connections.  Whoever still waits is not told.  Not from within a completion. */
void cs_database_free(cs_database_t *database);

/*
 * How an operation ends, once.  CS_OK: `result` has the statement's shape and
 * is valid in this call, or longer by cs_result_take.  Else it is NULL and
 *   CS_UNAVAILABLE      it did not happen: no connection, or the server said so
 *   CS_DEADLINE         it did not happen, or it was a read: too late
 *   CS_OUTCOME_UNKNOWN  it may have happened
 *   CS_INTERNAL         it did not happen: the server raised what should not be raised
 * May submit and detach other operations; must not free the database.
 */
typedef void (*cs_done_pt)(void *owner, cs_status_t status, cs_result_t *result);

typedef struct {
    unsigned statement;           /* cs_statement_id_t, or the index in the test's own table */
    const cs_bytes_t *parameters; /* as many as the statement has; data NULL is SQL's null; copied */
    int64_t deadline_ms;          /* monotonic, of the whole request; CS_NEVER for none */
    cs_done_pt done;
    void *owner;
} cs_request_t;

/*
 * Accepts an operation; `done` is never called before this returns.
 * CS_QUEUE_FULL, CS_NO_MEMORY, CS_DEADLINE (already past) or CS_INTERNAL (not a
 * statement of this role): not accepted, `done` will not be called.
 * *out (may be NULL) is valid until `done` begins or it is detached.
 */
cs_status_t cs_database_submit(cs_database_t *database, const cs_request_t *request, cs_operation_t **out)
    CS_MUST_CHECK;

/*
 * The owner goes away: `done` will not be called.  A read that is not sent
 * yet is dropped; everything else runs to its end, since an abort must
 * not take back a record.
 */
void cs_database_detach(cs_database_t *database, cs_operation_t *operation);

/* For the host: a watched descriptor is ready; the timer fired or the post came due. */
void cs_database_on_socket(cs_database_t *database, unsigned slot);
void cs_database_step(cs_database_t *database);

typedef struct {
    unsigned ready; /* connections that take operations */
    unsigned waiting;
    unsigned in_flight;
    uint64_t connects; /* successful ones, since the beginning */
    uint64_t losses;
} cs_database_counts_t;

void cs_database_count(const cs_database_t *database, cs_database_counts_t *out);

#endif
