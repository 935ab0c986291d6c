/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nginx's events, lent to src/db.  Level-triggered, since libpq may leave
 * bytes unread; the write event stands only while it is asked for; a
 * descriptor that libpq has closed is forgotten without touching its number.
 */
#include "request.h"
#include "worker.h"

static void
ngx_http_countersign_db_event(ngx_event_t *event)
{
    ngx_connection_t *c = event->data;
    ngx_http_countersign_slot_t *slot = c->data;

    cs_database_on_socket(slot->client->database, slot->slot);
}

static void
ngx_http_countersign_db_step(ngx_event_t *event)
{
    ngx_http_countersign_client_t *client = event->data;

    cs_database_step(client->database);
}

static void
ngx_http_countersign_db_set(ngx_event_t *event, ngx_int_t kind, bool wanted)
{
    ngx_int_t rc = NGX_OK;

    if (wanted && !event->active) {
        rc = ngx_add_event(event, kind, NGX_LEVEL_EVENT);
    } else if (!wanted && event->active) {
        rc = ngx_del_event(event, kind, 0);
    }

    if (rc != NGX_OK) {
        ngx_log_error(NGX_LOG_ERR, event->log, 0, "countersign: could not watch a database connection");
    }
}

static void
ngx_http_countersign_db_watch(void *data, unsigned number, int fd, bool read, bool write)
{
    ngx_connection_t *c;
    ngx_http_countersign_client_t *client = data;
    ngx_http_countersign_slot_t *slot = &client->slots[number];

    if (slot->connection == NULL) {
        c = ngx_get_connection(fd, client->log);
        if (c == NULL) {
            return; /* nginx said so; the connect timeout ends it */
        }

        slot->client = client;
        slot->slot = number;
        slot->connection = c;

        c->data = slot;
        c->read->handler = ngx_http_countersign_db_event;
        c->write->handler = ngx_http_countersign_db_event;
        c->read->log = client->log;
        c->write->log = client->log;
    }

    ngx_http_countersign_db_set(slot->connection->read, NGX_READ_EVENT, read);
    ngx_http_countersign_db_set(slot->connection->write, NGX_WRITE_EVENT, write);
}

static void
ngx_http_countersign_db_forget(ngx_event_t *event, ngx_int_t kind, ngx_uint_t flags)
{
    if (event->active && ngx_del_event(event, kind, flags) != NGX_OK) {
        ngx_log_error(NGX_LOG_ERR, event->log, 0, "countersign: could not unwatch a database connection");
    }

    if (event->posted) {
        ngx_delete_posted_event(event);
    }
}

static void
ngx_http_countersign_db_unwatch(void *data, unsigned number, bool is_closed)
{
    ngx_uint_t flags;
    ngx_connection_t *c;
    ngx_http_countersign_client_t *client = data;

    c = client->slots[number].connection;
    if (c == NULL) {
        return;
    }

    flags = is_closed ? NGX_CLOSE_EVENT : 0;

    ngx_http_countersign_db_forget(c->read, NGX_READ_EVENT, flags);
    ngx_http_countersign_db_forget(c->write, NGX_WRITE_EVENT, flags);

    client->slots[number].connection = NULL;

    ngx_free_connection(c);
    c->fd = (ngx_socket_t)-1; /* events of this turn that still name it are stale */
}

static void
ngx_http_countersign_db_set_timer(void *data, int64_t at_ms)
{
    int64_t left_ms;
    ngx_http_countersign_client_t *client = data;

    if (at_ms == CS_NEVER) {
        if (client->timer.timer_set) {
            ngx_del_timer(&client->timer);
        }
        return;
    }

    left_ms = at_ms - cs_clock_monotonic_ms();

    ngx_add_timer(&client->timer, (ngx_msec_t)ngx_max(left_ms, 1));
}

static void
ngx_http_countersign_db_post(void *data)
{
    ngx_http_countersign_client_t *client = data;

    ngx_post_event(&client->post, &ngx_posted_events);
}

static void
ngx_http_countersign_db_log(void *data, cs_log_level_t level, const char *text)
{
    ngx_http_countersign_client_t *client = data;
    static const ngx_uint_t levels[] = {
        [CS_LOG_ERROR] = NGX_LOG_ERR,
        [CS_LOG_WARNING] = NGX_LOG_WARN,
        [CS_LOG_NOTICE] = NGX_LOG_NOTICE,
    };

    ngx_log_error(levels[level], client->log, 0, "countersign: database: %s", text);
}

/* A client is idle most of the time: its timer and posts never keep a leaving worker. */
static void
ngx_http_countersign_db_event_init(ngx_http_countersign_client_t *client, ngx_event_t *event)
{
    event->handler = ngx_http_countersign_db_step;
    event->data = client;
    event->log = client->log;
    event->cancelable = 1;
}

ngx_int_t
ngx_http_countersign_db_init(ngx_http_countersign_client_t *client, const cs_database_options_t *options,
                             ngx_log_t *log)
{
    cs_error_t error = {0};
    const cs_host_t host = {
        .data = client,
        .watch = ngx_http_countersign_db_watch,
        .unwatch = ngx_http_countersign_db_unwatch,
        .set_timer = ngx_http_countersign_db_set_timer,
        .post = ngx_http_countersign_db_post,
        .log = ngx_http_countersign_db_log,
    };

    client->log = log;

    ngx_http_countersign_db_event_init(client, &client->timer);
    ngx_http_countersign_db_event_init(client, &client->post);

    if (cs_database_new(options, &host, &client->database, &error) != CS_OK) {
        ngx_log_error(NGX_LOG_EMERG, log, 0, "countersign_database: %s", error.text);
        return NGX_ERROR;
    }

    return NGX_OK;
}

void
ngx_http_countersign_db_options(const ngx_http_countersign_main_conf_t *conf, cs_database_options_t *options)
{
    cs_database_options_init(options, CS_ROLE_GATEWAY);

    options->conninfo = (const char *)conf->database.data;
    options->size = (unsigned)conf->pool_size;
    options->queue_size = (unsigned)conf->queue_size;
    options->connect_timeout_ms = (int64_t)conf->connect_timeout;
    options->query_timeout_ms = (int64_t)conf->query_timeout;
}

static void
ngx_http_countersign_db_done(void *owner, cs_status_t status, cs_result_t *result)
{
    ngx_http_countersign_ctx_t *ctx = owner;
    ngx_connection_t *c = ctx->request->connection;

    ctx->in_flight = NULL;
    ctx->done(ctx, status, result);

    ngx_http_run_posted_requests(c);
}

cs_status_t
ngx_http_countersign_submit(ngx_http_countersign_ctx_t *ctx, unsigned statement, const cs_bytes_t *parameters,
                            ngx_http_countersign_done_pt done)
{
    const cs_request_t request = {
        .statement = statement,
        .parameters = parameters,
        .deadline_ms = ctx->deadline_ms,
        .done = ngx_http_countersign_db_done,
        .owner = ctx,
    };

    ctx->done = done;

    return cs_database_submit(ctx->conf->worker->client.database, &request, &ctx->in_flight);
}

void
ngx_http_countersign_detach(ngx_http_countersign_ctx_t *ctx)
{
    if (ctx->in_flight != NULL) {
        cs_database_detach(ctx->conf->worker->client.database, ctx->in_flight);
        ctx->in_flight = NULL;
    }
}
