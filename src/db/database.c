/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations from their acceptance to their completion.  Completions run
 * inside a step and may submit and detach, also while in_flight is walked:
 * what was sent leaves that list only when the server has answered.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/guard.h"
#include "db/database_private.h"

void
cs_database_options_init(cs_database_options_t *options, cs_role_t role)
{
    *options = (cs_database_options_t){
        .role = role,
        .statements = cs_statements,
        .size = 4,
        .depth = 16,
        .queue_size = 1024,
        .connect_timeout_ms = 5000,
        .wait_timeout_ms = 3000,
        .query_timeout_ms = 5000,
        .backoff_min_ms = 50,
        .backoff_max_ms = 2000,
    };
}

static bool
csp_options_can_listen(const cs_database_options_t *options)
{
    return options->heard == NULL || (options->size == 1 && options->listen < options->statements.count &&
                                      options->statements.rows[options->listen].role == options->role &&
                                      cs_statement_parameter_count(&options->statements.rows[options->listen]) == 0);
}

static bool
csp_options_are_in_range(const cs_database_options_t *options)
{
    return csp_options_can_listen(options) && options->conninfo != NULL && options->size >= 1 &&
           options->size <= CS_MAX_CONNECTIONS && options->depth >= 1 &&
           options->statements.count <= CS_MAX_STATEMENTS && options->connect_timeout_ms > 0 &&
           options->wait_timeout_ms > 0 && options->query_timeout_ms > 0 && options->backoff_min_ms > 0 &&
           options->backoff_max_ms >= options->backoff_min_ms;
}

cs_status_t
cs_database_options_check(const cs_database_options_t *options, cs_error_t *error)
{
    csp_settings_t settings;
    cs_status_t status;

    if (!csp_options_are_in_range(options)) {
        return cs_error_set(error, CS_INVALID_VALUE, "", "a setting of the database client is out of range");
    }
    status = csp_settings_init(&settings, options, error);
    if (status == CS_OK) {
        csp_settings_clear(&settings);
    }
    return status;
}

cs_status_t
cs_database_new(const cs_database_options_t *options, const cs_host_t *host, cs_database_t **out, cs_error_t *error)
{
    cs_status_t status;
    cs_database_t *database = NULL;

    *out = NULL;
    CS_TRY(cs_database_options_check(options, error));
    database = calloc(1, sizeof(*database));
    CS_REQUIRE(database != NULL, CS_NO_MEMORY);
    database->options = *options;
    database->host = *host;
    database->wake_ms = CS_NEVER;
    CS_TRY(csp_settings_init(&database->settings, options, error));
    database->options.conninfo = NULL; /* the settings have their own */
    csp_queue_init(&database->waiting, CSP_OPERATION_WAITING);
    csp_queue_init(&database->finished, CSP_OPERATION_FINISHED);
    for (unsigned i = 0; i < options->size; i++) {
        csp_slot_init(database, &database->slots[i], i);
    }
    csp_database_note(database, cs_clock_monotonic_ms());
    csp_database_post(database);
    *out = database;
    database = NULL;
out:
    free(database);
    return status;
}

static void
csp_queue_clear(csp_queue_t *queue)
{
    cs_operation_t *operation;

    while ((operation = csp_queue_first(queue)) != NULL) {
        csp_operation_free(operation);
    }
}

void
cs_database_free(cs_database_t *database)
{
    if (database == NULL) {
        return;
    }
    for (unsigned i = 0; i < database->options.size; i++) {
        csp_slot_clear(database, &database->slots[i]);
    }
    csp_queue_clear(&database->waiting);
    csp_queue_clear(&database->finished);
    database->host.set_timer(database->host.data, CS_NEVER);
    csp_settings_clear(&database->settings);
    free(database);
}

void
csp_database_note(cs_database_t *database, int64_t at_ms)
{
    if (at_ms < database->wake_ms) {
        database->wake_ms = at_ms;
        database->host.set_timer(database->host.data, at_ms);
    }
}

void
csp_database_post(cs_database_t *database)
{
    if (!database->is_posted) {
        database->is_posted = true;
        database->host.post(database->host.data);
    }
}

static int64_t
csp_earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

void
csp_database_enqueue(cs_database_t *database, cs_operation_t *operation, csp_place_t place)
{
    operation->wait_until_ms =
        csp_earlier(cs_clock_monotonic_ms() + database->options.wait_timeout_ms, operation->deadline_ms);
    csp_operation_move(operation, &database->waiting, place);
    csp_database_note(database, operation->wait_until_ms);
    csp_database_post(database);
}

static const cs_statement_t *
csp_database_get_statement(const cs_database_t *database, unsigned index)
{
    const cs_statements_t *statements = &database->options.statements;
    const cs_statement_t *statement = index < statements->count ? &statements->rows[index] : NULL;

    return statement != NULL && statement->role == database->options.role ? statement : NULL;
}

cs_status_t
cs_database_submit(cs_database_t *database, const cs_request_t *request, cs_operation_t **out)
{
    const cs_statement_t *statement = csp_database_get_statement(database, request->statement);
    cs_operation_t *operation = NULL;
    cs_status_t status;

    CS_REQUIRE(statement != NULL, CS_INTERNAL);
    CS_REQUIRE(database->waiting.count < database->options.queue_size, CS_QUEUE_FULL);
    CS_REQUIRE(cs_clock_monotonic_ms() < request->deadline_ms, CS_DEADLINE);
    CS_TRY(csp_operation_new(request, statement, &operation));
    csp_database_enqueue(database, operation, CSP_AT_END);
out:
    if (out != NULL) {
        *out = operation;
    }
    return status;
}

void
cs_database_detach(cs_database_t *database, cs_operation_t *operation)
{
    bool is_waiting = operation->queue->state == CSP_OPERATION_WAITING;

    operation->done = NULL;
    if (is_waiting && operation->statement->repeat == CS_REPEAT_ONCE) {
        csp_operation_move(operation, &database->finished, CSP_AT_END);
        csp_database_post(database);
    }
}

static csp_slot_t *
csp_database_choose_slot(cs_database_t *database)
{
    csp_slot_t *best = NULL;
    unsigned fewest = database->options.depth;

    for (unsigned i = 0; i < database->options.size; i++) {
        csp_slot_t *slot = &database->slots[i];

        if (slot->connection.state == CSP_CONNECTION_READY && slot->connection.in_flight.count < fewest) {
            fewest = slot->connection.in_flight.count;
            best = slot;
        }
    }
    return best;
}

static void
csp_database_dispatch(cs_database_t *database)
{
    cs_operation_t *operation;
    csp_slot_t *slot;

    while ((operation = csp_queue_first(&database->waiting)) != NULL &&
           (slot = csp_database_choose_slot(database)) != NULL) {
        csp_slot_send(database, slot, operation);
    }
}

static void
csp_database_complete(cs_database_t *database)
{
    cs_operation_t *operation;

    while ((operation = csp_queue_first(&database->finished)) != NULL) {
        csp_operation_tell(operation, operation->status);
        csp_operation_free(operation);
    }
}

/* The next thing to do is sent before the last one's answer is written: the server works meanwhile. */
static void
csp_database_turn(cs_database_t *database)
{
    csp_database_dispatch(database);
    csp_database_complete(database);
}

void
cs_database_step(cs_database_t *database)
{
    int64_t now_ms = cs_clock_monotonic_ms();

    database->is_posted = false;
    if (now_ms >= database->wake_ms) {
        csp_database_expire(database, now_ms);
    } else if (database->wake_ms != CS_NEVER) {
        /* The timer may have been early, by the host's coarser clock, and fires once only. */
        database->host.set_timer(database->host.data, database->wake_ms);
    }
    csp_database_turn(database);
}

void
cs_database_on_socket(cs_database_t *database, unsigned slot)
{
    assert(slot < database->options.size);
    csp_slot_step(database, &database->slots[slot]);
    csp_database_turn(database);
}

void
cs_database_count(const cs_database_t *database, cs_database_counts_t *out)
{
    *out = (cs_database_counts_t){
        .waiting = database->waiting.count,
        .connects = database->connects,
        .losses = database->losses,
    };
    for (unsigned i = 0; i < database->options.size; i++) {
        out->ready += database->slots[i].connection.state == CSP_CONNECTION_READY;
        out->in_flight += database->slots[i].connection.in_flight.count;
    }
}
