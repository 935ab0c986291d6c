/* SPDX-License-Identifier: Apache-2.0 */
/* The life of one connection: open, step, close.  Deadlines and repetition are its owner's. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/connection.h"

bool
csp_connection_check(const csp_connection_t *c)
{
    bool is_closed = c->state == CSP_CONNECTION_CLOSED;
    bool is_idle = is_closed || c->state == CSP_CONNECTION_CONNECTING;

    return is_closed == (c->pg == NULL) && (!is_idle || c->in_flight.count == 0);
}

/* The one function that changes the state; what is not permitted is a fault of ours. */
static void
csp_connection_change(csp_connection_t *c, csp_connection_state_t state)
{
    static const bool permitted[][4] = {
        [CSP_CONNECTION_CLOSED] = {[CSP_CONNECTION_CONNECTING] = true},
        [CSP_CONNECTION_CONNECTING] = {[CSP_CONNECTION_READY] = true, [CSP_CONNECTION_CLOSED] = true},
        [CSP_CONNECTION_READY] = {[CSP_CONNECTION_RETIRING] = true, [CSP_CONNECTION_CLOSED] = true},
        [CSP_CONNECTION_RETIRING] = {[CSP_CONNECTION_CLOSED] = true},
    };

    if (!permitted[c->state][state]) {
        abort();
    }
    c->state = state;
}

void
csp_text_clean(const char *in, char *out, size_t size)
{
    size_t i = 0;

    for (; in != NULL && in[i] != '\0' && in[i] != '\n' && i + 1 < size; i++) {
        unsigned char byte = (unsigned char)in[i];

        out[i] = byte < 0x20 || byte == 0x7f ? ' ' : (char)byte;
    }
    out[i] = '\0';
}

void
csp_connection_log(const csp_connection_t *c, cs_log_level_t level, const char *about, const char *text)
{
    char line[768];

    snprintf(line, sizeof(line), "database connection %u: %s: %s", c->number, about, text);
    c->host->log(c->host->data, level, line);
}

static cs_status_t
csp_connection_lost(csp_connection_t *c, const char *reason)
{
    csp_text_clean(reason, c->reason, sizeof(c->reason));
    return CS_UNAVAILABLE;
}

int
csp_connection_get_fd(const csp_connection_t *c)
{
    return PQsocket(c->pg);
}

void
csp_connection_close(csp_connection_t *c)
{
    assert(c->in_flight.count == 0);
    if (c->state == CSP_CONNECTION_CLOSED) {
        return;
    }
    PQfinish(c->pg);
    c->pg = NULL;
    for (size_t i = 0; i < CS_MAX_STATEMENTS; i++) {
        c->prepared[i] = false;
    }
    c->wants_read = c->wants_write = false;
    c->has_served = c->has_heard = c->is_fatal = false;
    csp_connection_change(c, CSP_CONNECTION_CLOSED);
    assert(csp_connection_check(c));
}

void
csp_connection_retire(csp_connection_t *c)
{
    if (c->state == CSP_CONNECTION_READY) {
        csp_connection_change(c, CSP_CONNECTION_RETIRING);
    }
}

cs_status_t
csp_connection_open(csp_connection_t *c)
{
    c->pg = PQconnectStartParams(c->settings->keywords, c->settings->values, 0);
    if (c->pg == NULL) {
        return csp_connection_lost(c, "out of memory");
    }
    csp_connection_change(c, CSP_CONNECTION_CONNECTING);
    PQsetNoticeReceiver(c->pg, csp_pipeline_on_notice, c);
    if (PQstatus(c->pg) == CONNECTION_BAD) {
        return csp_connection_lost(c, PQerrorMessage(c->pg));
    }
    c->wants_read = false;
    c->wants_write = true; /* as libpq has it: behave as if the last poll had asked to write */
    return CS_OK;
}

static cs_status_t
csp_connection_begin(csp_connection_t *c)
{
    if (PQsetnonblocking(c->pg, 1) != 0 || PQenterPipelineMode(c->pg) != 1) {
        return csp_connection_lost(c, PQerrorMessage(c->pg));
    }
    csp_connection_change(c, CSP_CONNECTION_READY);
    c->wants_read = true;
    c->wants_write = false;
    return CS_OK;
}

static cs_status_t
csp_connection_step_connecting(csp_connection_t *c)
{
    PostgresPollingStatusType asked = PQconnectPoll(c->pg);

    c->wants_read = asked == PGRES_POLLING_READING;
    c->wants_write = asked == PGRES_POLLING_WRITING;
    switch (asked) {
    case PGRES_POLLING_READING:
    case PGRES_POLLING_WRITING:
        return CS_OK;
    case PGRES_POLLING_OK:
        return csp_connection_begin(c);
    default:
        return csp_connection_lost(c, PQerrorMessage(c->pg));
    }
}

cs_status_t
csp_connection_flush(csp_connection_t *c)
{
    int unsent = PQflush(c->pg);

    c->wants_write = unsent == 1;
    return unsent < 0 ? csp_connection_lost(c, PQerrorMessage(c->pg)) : CS_OK;
}

/* Which and how many is not asked: whoever is told looks for itself. */
static void
csp_connection_hear(csp_connection_t *c)
{
    PGnotify *notification;

    while ((notification = PQnotifies(c->pg)) != NULL) {
        PQfreemem(notification);
        c->has_heard = true;
    }
}

static cs_status_t
csp_connection_step_ready(csp_connection_t *c)
{
    bool is_alive = PQconsumeInput(c->pg) == 1;
    cs_status_t status = csp_pipeline_drain(c); /* what came before the end counts */

    csp_connection_hear(c);
    if (!is_alive) {
        return csp_connection_lost(c, PQerrorMessage(c->pg));
    }
    if (status != CS_OK) {
        return csp_connection_lost(c, "the server's results do not fit what was sent");
    }
    if (c->state == CSP_CONNECTION_RETIRING && c->in_flight.count == 0) {
        return csp_connection_lost(c, "retired");
    }
    return csp_connection_flush(c);
}

cs_status_t
csp_connection_step(csp_connection_t *c)
{
    assert(csp_connection_check(c));
    switch (c->state) {
    case CSP_CONNECTION_CLOSED:
        return CS_OK;
    case CSP_CONNECTION_CONNECTING:
        return csp_connection_step_connecting(c);
    case CSP_CONNECTION_READY:
    case CSP_CONNECTION_RETIRING:
        return csp_connection_step_ready(c);
    }
    abort();
}
