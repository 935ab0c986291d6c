/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps a connection in its slot: opens it, watches its socket, gives it up
 * at its deadline, judges what was in flight when it is lost, and waits
 * longer each time before the next attempt.
 */
#include "base/clock.h"
#include "db/database_private.h"

#define CSP_GRACE_MS 1000 /* for the server's own timeout to reach us before we call the connection stalled */

void
csp_slot_init(cs_database_t *database, csp_slot_t *slot, unsigned number)
{
    slot->connection.number = number;
    slot->connection.settings = &database->settings;
    slot->connection.host = &database->host;
    slot->connection.statements = database->options.statements;
    slot->connection.finished = &database->finished;
    csp_queue_init(&slot->connection.in_flight, CSP_OPERATION_SENT);
    slot->watched_fd = -1;
}

static void
csp_slot_unwatch(cs_database_t *database, csp_slot_t *slot)
{
    bool is_closed = csp_connection_get_fd(&slot->connection) != slot->watched_fd;

    if (slot->watched_fd >= 0) {
        slot->watched_fd = -1;
        database->host.unwatch(database->host.data, slot->connection.number, is_closed);
    }
}

static void
csp_slot_watch(cs_database_t *database, csp_slot_t *slot)
{
    const csp_connection_t *connection = &slot->connection;
    int fd = csp_connection_get_fd(connection);

    if (slot->watched_fd == fd && slot->watched_read == connection->wants_read &&
        slot->watched_write == connection->wants_write) {
        return;
    }
    slot->watched_fd = fd;
    slot->watched_read = connection->wants_read;
    slot->watched_write = connection->wants_write;
    database->host.watch(database->host.data, connection->number, fd, slot->watched_read, slot->watched_write);
}

/* Doubled with each failure, and up to half of it left to chance, so that workers do not come all at once. */
static int64_t
csp_slot_get_backoff(const cs_database_t *database, const csp_slot_t *slot)
{
    int64_t delay_ms = database->options.backoff_min_ms;
    uint32_t chance = 0;

    for (unsigned i = 1; i < slot->failures && delay_ms < database->options.backoff_max_ms; i++) {
        delay_ms *= 2;
    }
    if (delay_ms > database->options.backoff_max_ms) {
        delay_ms = database->options.backoff_max_ms;
    }
    if (cs_random((uint8_t *)&chance, sizeof(chance)) != CS_OK) {
        return delay_ms;
    }
    return delay_ms / 2 + (int64_t)chance % (delay_ms / 2 + 1);
}

/* From the last to the first, so that those which wait again keep their order. */
static void
csp_slot_judge(cs_database_t *database, csp_slot_t *slot)
{
    csp_connection_t *connection = &slot->connection;
    cs_operation_t *operation;

    while ((operation = TAILQ_LAST(&connection->in_flight.list, csp_operations_s)) != NULL) {
        bool is_head = operation == csp_queue_first(&connection->in_flight);
        bool was_begun = is_head || !connection->is_fatal;

        operation->status = csp_operation_judge_loss(operation, was_begun);
        if (operation->status == CS_AGAIN) {
            operation->is_resent |= was_begun;
            csp_database_enqueue(database, operation, CSP_AT_FRONT);
        } else {
            csp_operation_move(operation, &database->finished, CSP_AT_FRONT);
        }
    }
}

static void
csp_slot_lose(cs_database_t *database, csp_slot_t *slot, const char *reason)
{
    csp_connection_t *connection = &slot->connection;
    bool was_open = connection->state >= CSP_CONNECTION_READY;

    slot->failures = connection->has_served ? 1 : slot->failures + 1;
    database->losses += was_open;
    csp_connection_log(connection, slot->failures == 1 ? CS_LOG_WARNING : CS_LOG_NOTICE,
                       was_open ? "lost" : "could not connect", reason);
    csp_slot_unwatch(database, slot);
    csp_slot_judge(database, slot);
    csp_connection_close(connection);
    slot->limit_ms = cs_clock_monotonic_ms() + csp_slot_get_backoff(database, slot);
    csp_database_note(database, slot->limit_ms);
    csp_database_post(database); /* what waits again may have another connection */
}

static void
csp_slot_open(cs_database_t *database, csp_slot_t *slot, int64_t now_ms)
{
    if (csp_connection_open(&slot->connection) != CS_OK) {
        csp_slot_lose(database, slot, slot->connection.reason);
        return;
    }
    slot->limit_ms = now_ms + database->options.connect_timeout_ms;
    csp_database_note(database, slot->limit_ms);
    csp_slot_watch(database, slot);
}

static void
csp_slot_limit_head(cs_database_t *database, csp_slot_t *slot)
{
    bool is_idle = slot->connection.in_flight.count == 0;
    int64_t patience_ms = database->options.query_timeout_ms + CSP_GRACE_MS;

    slot->limit_ms = is_idle ? CS_NEVER : cs_clock_monotonic_ms() + patience_ms;
    csp_database_note(database, slot->limit_ms);
}

void
csp_slot_expire(cs_database_t *database, csp_slot_t *slot, int64_t now_ms)
{
    if (now_ms < slot->limit_ms) {
        return;
    }
    if (slot->connection.state == CSP_CONNECTION_CLOSED) {
        csp_slot_open(database, slot, now_ms);
    } else {
        csp_slot_lose(database, slot, "no answer in time");
    }
}

static void
csp_slot_listened(void *owner, cs_status_t status, cs_result_t *result)
{
    const cs_database_t *database = owner;

    (void)result;
    if (status == CS_OK) {
        database->options.heard(database->options.heard_data);
    }
}

/* What was said before is not told again: whoever listens is told once as soon as the connection does. */
static void
csp_slot_listen(cs_database_t *database, csp_slot_t *slot)
{
    const cs_request_t request = {
        .statement = database->options.listen,
        .deadline_ms = CS_NEVER,
        .done = csp_slot_listened,
        .owner = database,
    };
    cs_operation_t *operation;

    if (database->options.heard == NULL ||
        csp_operation_new(&request, &database->options.statements.rows[request.statement], &operation) != CS_OK) {
        return;
    }
    csp_slot_send(database, slot, operation);
}

static void
csp_slot_tell(const cs_database_t *database, csp_slot_t *slot)
{
    if (slot->connection.has_heard && database->options.heard != NULL) {
        slot->connection.has_heard = false;
        database->options.heard(database->options.heard_data);
    }
}

void
csp_slot_step(cs_database_t *database, csp_slot_t *slot)
{
    csp_connection_t *connection = &slot->connection;
    const cs_operation_t *head = csp_queue_first(&connection->in_flight);
    bool was_connecting = connection->state == CSP_CONNECTION_CONNECTING;

    if (connection->state == CSP_CONNECTION_CLOSED) {
        return; /* an event that the host had fetched before the close */
    }
    if (was_connecting) {
        /* The step may close the socket and open another under the same number. */
        csp_slot_unwatch(database, slot);
    }
    if (csp_connection_step(connection) != CS_OK) {
        csp_slot_lose(database, slot, connection->reason);
        return;
    }
    database->connects += was_connecting && connection->state == CSP_CONNECTION_READY;
    csp_slot_tell(database, slot);
    if (connection->state >= CSP_CONNECTION_READY &&
        (was_connecting || csp_queue_first(&connection->in_flight) != head)) {
        csp_slot_limit_head(database, slot);
    }
    csp_slot_watch(database, slot);
    if (was_connecting && connection->state == CSP_CONNECTION_READY) {
        csp_slot_listen(database, slot); /* last, for it may lose the connection */
    }
}

void
csp_slot_send(cs_database_t *database, csp_slot_t *slot, cs_operation_t *operation)
{
    bool was_idle = slot->connection.in_flight.count == 0;

    if (csp_connection_send(&slot->connection, operation) != CS_OK) {
        csp_slot_lose(database, slot, slot->connection.reason);
        return;
    }
    if (was_idle) {
        csp_slot_limit_head(database, slot);
    }
    csp_slot_watch(database, slot);
}

void
csp_slot_clear(cs_database_t *database, csp_slot_t *slot)
{
    cs_operation_t *operation;

    while ((operation = csp_queue_first(&slot->connection.in_flight)) != NULL) {
        csp_operation_free(operation);
    }
    csp_slot_unwatch(database, slot);
    csp_connection_close(&slot->connection);
}
