/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host for processes without nginx: the command, the sealer, tests.
 * Lends poll(2) to one database client, and can wait for one operation.
 */
#ifndef CS_DB_POLL_H
#define CS_DB_POLL_H

#include "db/database.h"

typedef struct cs_poll_s cs_poll_t;
typedef void (*cs_log_pt)(void *data, cs_log_level_t level, const char *text);

/* A database client on a loop of its own, closed with the pool.  log may be NULL.  Connects when first used. */
cs_status_t cs_poll_new(cs_pool_t *pool, const cs_database_options_t *options, cs_log_pt log, void *log_data,
                        cs_poll_t **out, cs_error_t *error) CS_MUST_CHECK;

/*
 * Runs one operation to its end, blocking for at most timeout_ms; the result
 * lives in `results`.  Statuses as cs_done_pt and cs_database_submit give them.
 */
cs_status_t cs_poll_call(cs_poll_t *poll, unsigned statement, const cs_bytes_t *parameters, int64_t timeout_ms,
                         cs_pool_t *results, cs_result_t *out) CS_MUST_CHECK;

/* Those that want several in flight submit to the client and turn the loop themselves. */
cs_database_t *cs_poll_get_database(cs_poll_t *poll);

/* Waits for events until then (monotonic) and serves those that came; false when nothing did. */
bool cs_poll_turn(cs_poll_t *poll, int64_t until_ms);

#endif
