/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations through libpq's pipeline: each is (its statement's preparation,
 * the first time,) its execution and its own sync, hence its own transaction.
 * An operation is finished at the sync, never at the rows: before it nothing
 * is durable, and deferred constraints have not spoken.
 */
#include <stdio.h>
#include <string.h>

#include "db/connection.h"

static const Oid csp_parameter_oids[] = {
    [CS_PARAMETER_TEXT] = 25,
    [CS_PARAMETER_BYTES] = 17,
    [CS_PARAMETER_TEXTS] = 1009,
};

static int
csp_pipeline_prepare(csp_connection_t *c, cs_operation_t *operation)
{
    const cs_statement_t *statement = operation->statement;
    int count = (int)cs_statement_parameter_count(statement);
    Oid types[CS_MAX_PARAMETERS];

    for (int i = 0; i < count; i++) {
        types[i] = csp_parameter_oids[statement->parameters[i]];
    }
    operation->stage = CSP_STAGE_PREPARE;
    c->prepared[operation->index] = true;
    return PQsendPrepare(c->pg, statement->name, statement->text, count, types);
}

static int
csp_pipeline_execute(csp_connection_t *c, const cs_operation_t *operation)
{
    int count = (int)cs_statement_parameter_count(operation->statement);
    const char *values[CS_MAX_PARAMETERS];
    int sizes[CS_MAX_PARAMETERS], formats[CS_MAX_PARAMETERS];

    for (int i = 0; i < count; i++) {
        values[i] = (const char *)operation->parameters[i].data;
        sizes[i] = (int)operation->parameters[i].size; /* csp_operation_new keeps it below INT_MAX */
        formats[i] = 1;
    }
    return PQsendQueryPrepared(c->pg, operation->statement->name, count, values, sizes, formats, 1);
}

cs_status_t
csp_connection_send(csp_connection_t *c, cs_operation_t *operation)
{
    bool is_prepared = c->prepared[operation->index];

    operation->stage = CSP_STAGE_EXECUTE;
    operation->status = CS_OK;
    operation->is_doubtful = false;
    PQclear(operation->result); /* of a first attempt */
    operation->result = NULL;
    csp_operation_move(operation, &c->in_flight, CSP_AT_END);
    if ((!is_prepared && csp_pipeline_prepare(c, operation) != 1) || csp_pipeline_execute(c, operation) != 1 ||
        PQpipelineSync(c->pg) != 1) {
        csp_text_clean(PQerrorMessage(c->pg), c->reason, sizeof(c->reason));
        return CS_UNAVAILABLE;
    }
    return csp_connection_flush(c);
}

/*
 * The code and, unless it may quote a value (class 22, data exceptions), the
 * message and where in our functions it was raised.
 */
static void
csp_pipeline_log(csp_connection_t *c, cs_log_level_t level, const char *name, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    char message[256] = "", context[160] = "", text[512];

    if (sqlstate == NULL || strncmp(sqlstate, "22", 2) != 0) {
        csp_text_clean(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), message, sizeof(message));
        csp_text_clean(PQresultErrorField(result, PG_DIAG_CONTEXT), context, sizeof(context));
    }
    snprintf(text, sizeof(text), "%s %s (%s)", sqlstate == NULL ? "" : sqlstate, message, context);
    csp_connection_log(c, level, name, text);
}

/* The server is no longer the one we want, or our statement there is broken for good. */
static bool
csp_sqlstate_retires(const char *sqlstate)
{
    static const char *const codes[] = {
        "25006", /* read-only: a standby now */
        "26000", /* the statement is not prepared, as we believed */
        "42P05", /* it is, as we did not believe */
        "0A000", /* its result changed with the function: prepare anew */
    };

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (strcmp(sqlstate, codes[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool
csp_result_is_severe(const PGresult *result, const char *severities)
{
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);

    return severity != NULL && strstr(severities, severity) != NULL;
}

static void
csp_pipeline_on_error(csp_connection_t *c, cs_operation_t *operation, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (sqlstate == NULL) {
        return; /* libpq's own words for a lost connection, which shows by itself */
    }
    if (csp_result_is_severe(result, "FATAL PANIC")) {
        c->is_fatal = true;
        operation->is_doubtful |= operation->stage == CSP_STAGE_COMMIT; /* it may end just behind the commit */
    }
    if (operation->stage == CSP_STAGE_PREPARE) {
        c->prepared[operation->index] = false;
    }
    if (csp_sqlstate_retires(sqlstate)) {
        csp_connection_retire(c);
    }
    operation->status = csp_status_from_sqlstate(sqlstate);
    csp_pipeline_log(c, operation->status == CS_INTERNAL ? CS_LOG_ERROR : CS_LOG_WARNING, operation->statement->name,
                     result);
}

/*
 * A warning while an operation runs is what the server says when it gives up
 * waiting for the replica: committed here, perhaps nowhere else.
 */
void
csp_pipeline_on_notice(void *connection, const PGresult *notice)
{
    csp_connection_t *c = connection;
    cs_operation_t *head = csp_queue_first(&c->in_flight);

    if (!csp_result_is_severe(notice, "WARNING ERROR FATAL PANIC")) {
        return;
    }
    if (head != NULL) {
        head->is_doubtful = true;
    }
    csp_pipeline_log(c, CS_LOG_WARNING, head == NULL ? "no statement" : head->statement->name, notice);
}

/* It is committed by now, so what went wrong here must not sound as if it had not happened. */
static cs_status_t
csp_pipeline_judge_commit(csp_connection_t *c, const cs_operation_t *operation)
{
    bool may_repeat = operation->statement->repeat == CS_REPEAT_ONCE;

    if (!csp_result_fits(operation->statement, operation->result)) {
        csp_connection_log(c, CS_LOG_ERROR, operation->statement->name, "the result has not the statement's shape");
        return may_repeat ? CS_INTERNAL : CS_OUTCOME_UNKNOWN;
    }
    return operation->is_doubtful && !may_repeat ? CS_OUTCOME_UNKNOWN : CS_OK;
}

static void
csp_pipeline_on_sync(csp_connection_t *c, cs_operation_t *operation)
{
    if (operation->status == CS_OK) {
        operation->status =
            operation->stage == CSP_STAGE_COMMIT ? csp_pipeline_judge_commit(c, operation) : CS_INTERNAL;
    }
    c->has_served = c->has_served || operation->status == CS_OK;
    csp_operation_move(operation, c->finished, CSP_AT_END);
}

/* Takes the result: keeps it as the operation's, or clears it. */
static void
csp_pipeline_on_result(csp_connection_t *c, PGresult *result)
{
    cs_operation_t *head = csp_queue_first(&c->in_flight);

    switch (PQresultStatus(result)) {
    case PGRES_PIPELINE_SYNC:
        csp_pipeline_on_sync(c, head);
        break;
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        if (head->stage == CSP_STAGE_EXECUTE) {
            head->result = result;
            head->stage = CSP_STAGE_COMMIT;
            return;
        }
        head->stage = CSP_STAGE_EXECUTE;
        break;
    case PGRES_FATAL_ERROR:
        csp_pipeline_on_error(c, head, result);
        break;
    case PGRES_PIPELINE_ABORTED: /* its preparation failed, and has said why */
        break;
    default:
        head->status = CS_INTERNAL;
        break;
    }
    PQclear(result);
}

cs_status_t
csp_pipeline_drain(csp_connection_t *c)
{
    bool was_end = false;

    while (c->in_flight.count > 0 && !PQisBusy(c->pg)) {
        PGresult *result = PQgetResult(c->pg);

        if (result != NULL) {
            csp_pipeline_on_result(c, result);
        } else if (was_end) {
            return CS_INTERNAL; /* libpq knows of nothing more, we do */
        }
        was_end = result == NULL;
    }
    return CS_OK;
}
