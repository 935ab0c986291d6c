/* SPDX-License-Identifier: Apache-2.0 */
/* Private to db/: the client's insides, shared by database.c, deadline.c and slot.c. */
#ifndef CS_DB_DATABASE_PRIVATE_H
#define CS_DB_DATABASE_PRIVATE_H

#include "db/connection.h"

/* A place for a connection, which comes and goes in it. */
typedef struct {
    csp_connection_t connection;
    int64_t limit_ms;  /* CLOSED: open then; CONNECTING: give up then; in flight: the head must have ended then */
    unsigned failures; /* in a row, for the back-off */
    int watched_fd;    /* what the host watches for us, −1 for nothing */
    bool watched_read, watched_write;
} csp_slot_t;

struct cs_database_s {
    cs_database_options_t options;
    cs_host_t host;
    csp_settings_t settings;
    csp_queue_t waiting, finished;
    int64_t wake_ms; /* no deadline lies before it */
    bool is_posted;
    uint64_t connects, losses;
    csp_slot_t slots[CS_MAX_CONNECTIONS];
};

void csp_slot_init(cs_database_t *database, csp_slot_t *slot, unsigned number);

/* Opens what is due, gives up what is late. */
void csp_slot_expire(cs_database_t *database, csp_slot_t *slot, int64_t now_ms);

/* Serves the socket and what came over it. */
void csp_slot_step(cs_database_t *database, csp_slot_t *slot);

/* Sends a waiting operation. */
void csp_slot_send(cs_database_t *database, csp_slot_t *slot, cs_operation_t *operation);

/* Closes without a word, for the end of the client. */
void csp_slot_clear(cs_database_t *database, csp_slot_t *slot);

/* Walks everything that has a deadline, ends what is late, and finds the next one on the way (deadline.c). */
void csp_database_expire(cs_database_t *database, int64_t now_ms);

/* A deadline has come into being: the host's timer must not fire later. */
void csp_database_note(cs_database_t *database, int64_t at_ms);

/* To the waiting ones, with a new term for getting a connection, and a step soon. */
void csp_database_enqueue(cs_database_t *database, cs_operation_t *operation, csp_place_t place);

/* A step of the client, soon. */
void csp_database_post(cs_database_t *database);

#endif
