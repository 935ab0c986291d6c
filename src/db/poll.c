/* SPDX-License-Identifier: Apache-2.0 */
/* An event loop of one client: its sockets, one timer, one post. */
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/guard.h"
#include "db/poll.h"

struct cs_poll_s {
    cs_database_t *database;
    cs_host_t host;
    struct pollfd sockets[CS_MAX_CONNECTIONS]; /* by slot; poll skips a negative descriptor */
    int64_t timer_ms;
    bool is_posted;
    cs_log_pt log;
    void *log_data;
};

static void
csp_poll_watch(void *data, unsigned slot, int fd, bool read, bool write)
{
    cs_poll_t *poll = data;

    poll->sockets[slot].fd = fd;
    poll->sockets[slot].events = (short)((read ? POLLIN : 0) | (write ? POLLOUT : 0));
}

static void
csp_poll_unwatch(void *data, unsigned slot, bool is_closed)
{
    cs_poll_t *poll = data;

    (void)is_closed; /* poll(2) keeps nothing in the kernel */
    poll->sockets[slot].fd = -1;
    poll->sockets[slot].revents = 0;
}

static void
csp_poll_set_timer(void *data, int64_t at_ms)
{
    cs_poll_t *poll = data;

    poll->timer_ms = at_ms;
}

static void
csp_poll_post(void *data)
{
    cs_poll_t *poll = data;

    poll->is_posted = true;
}

static void
csp_poll_log(void *data, cs_log_level_t level, const char *text)
{
    cs_poll_t *poll = data;

    if (poll->log != NULL) {
        poll->log(poll->log_data, level, text);
    }
}

static void
csp_poll_clear(void *data)
{
    cs_poll_t *poll = data;

    cs_database_free(poll->database);
}

cs_status_t
cs_poll_new(cs_pool_t *pool, const cs_database_options_t *options, cs_log_pt log, void *log_data, cs_poll_t **out,
            cs_error_t *error)
{
    cs_status_t status;
    cs_poll_t *poll = cs_pool_zalloc(pool, sizeof(*poll));

    *out = NULL;
    CS_REQUIRE(poll != NULL, CS_NO_MEMORY);
    poll->host = (cs_host_t){poll, csp_poll_watch, csp_poll_unwatch, csp_poll_set_timer, csp_poll_post, csp_poll_log};
    poll->log = log;
    poll->log_data = log_data;
    poll->timer_ms = CS_NEVER;
    for (size_t i = 0; i < CS_MAX_CONNECTIONS; i++) {
        poll->sockets[i].fd = -1;
    }
    CS_TRY(cs_pool_on_clear(pool, csp_poll_clear, poll));
    CS_TRY(cs_database_new(options, &poll->host, &poll->database, error));
    *out = poll;
out:
    return status;
}

cs_database_t *
cs_poll_get_database(cs_poll_t *poll)
{
    return poll->database;
}

static int
csp_poll_get_timeout(const cs_poll_t *poll, int64_t until_ms)
{
    int64_t next_ms = poll->timer_ms < until_ms ? poll->timer_ms : until_ms;
    int64_t left_ms = next_ms == CS_NEVER ? -1 : next_ms - cs_clock_monotonic_ms();

    if (next_ms != CS_NEVER && left_ms < 0) {
        return 0;
    }
    return left_ms > INT32_MAX ? INT32_MAX : (int)left_ms;
}

static bool
csp_poll_serve_sockets(cs_poll_t *poll)
{
    bool is_served = false;

    for (unsigned i = 0; i < CS_MAX_CONNECTIONS; i++) {
        /* A slot served before may have changed this one. */
        if (poll->sockets[i].fd >= 0 && poll->sockets[i].revents != 0) {
            poll->sockets[i].revents = 0;
            cs_database_on_socket(poll->database, i);
            is_served = true;
        }
    }
    return is_served;
}

static bool
csp_poll_serve_step(cs_poll_t *poll)
{
    bool is_due = cs_clock_monotonic_ms() >= poll->timer_ms;

    if (!is_due && !poll->is_posted) {
        return false;
    }
    poll->is_posted = false;
    poll->timer_ms = is_due ? CS_NEVER : poll->timer_ms;
    cs_database_step(poll->database);
    return true;
}

bool
cs_poll_turn(cs_poll_t *host, int64_t until_ms)
{
    int timeout_ms = host->is_posted ? 0 : csp_poll_get_timeout(host, until_ms);
    int ready = poll(host->sockets, CS_MAX_CONNECTIONS, timeout_ms);
    bool is_served = ready > 0 && csp_poll_serve_sockets(host);

    return csp_poll_serve_step(host) || is_served;
}

typedef struct {
    bool is_done;
    cs_status_t status;
    cs_pool_t *results;
    cs_result_t *out;
} csp_poll_call_t;

static void
csp_poll_on_done(void *owner, cs_status_t status, cs_result_t *result)
{
    csp_poll_call_t *call = owner;

    call->is_done = true;
    call->status = status == CS_OK ? cs_result_take(result, call->results, call->out) : status;
}

cs_status_t
cs_poll_call(cs_poll_t *poll, unsigned statement, const cs_bytes_t *parameters, int64_t timeout_ms, cs_pool_t *results,
             cs_result_t *out)
{
    csp_poll_call_t call = {.results = results, .out = out};
    cs_request_t request = {
        .statement = statement,
        .parameters = parameters,
        .deadline_ms = cs_clock_monotonic_ms() + timeout_ms,
        .done = csp_poll_on_done,
        .owner = &call,
    };
    cs_status_t status = cs_database_submit(poll->database, &request, NULL);

    *out = (cs_result_t){NULL, 0, 0};
    if (status != CS_OK) {
        return status;
    }
    while (!call.is_done) {
        cs_poll_turn(poll, CS_NEVER); /* the operation's own deadlines end this */
    }
    return call.status;
}
