/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the database client borrows from the process it lives in: an event
 * loop and a log.  nginx lends its events, db/poll.h lends poll(2).  Nothing
 * here calls back into the client before it returns.
 */
#ifndef CS_DB_HOST_H
#define CS_DB_HOST_H

#include <stdbool.h>
#include <stdint.h>

#define CS_NEVER INT64_MAX

typedef enum {
    CS_LOG_ERROR,
    CS_LOG_WARNING,
    CS_LOG_NOTICE,
} cs_log_level_t;

typedef struct {
    void *data; /* handed to each */

    /*
     * From now on cs_database_on_socket(slot) whenever the descriptor is
     * readable (always) or writable (when asked), level-triggered: libpq may
     * leave bytes unread.  A slot has one descriptor at a time; asked again,
     * only `write` has changed.
     */
    void (*watch)(void *data, unsigned slot, int fd, bool read, bool write);

    /*
     * Forget the slot's descriptor.  Where is_closed, libpq has closed it
     * already: its number may belong to another now and must not be touched.
     */
    void (*unwatch)(void *data, unsigned slot, bool is_closed);

    /* cs_database_step once, at about that monotonic millisecond; replaces the former; CS_NEVER for none. */
    void (*set_timer)(void *data, int64_t at_ms);

    /* cs_database_step once, soon, after all that is ready now had its turn. */
    void (*post)(void *data);

    /* For our own log: the server's words may stand in it, so never for a client.  No values, no parameters. */
    void (*log)(void *data, cs_log_level_t level, const char *text);
} cs_host_t;

#endif
