/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A body of more than a MiB leaves piece by piece, as fast as it is read.
 * Before each further MiB, and a second after the last look, the database is
 * asked whether what the release rested on still holds (GS-3.3).  While it is
 * asked nothing is handed out; when it does not hold, or the database does not
 * say so in time, the connection is cut: never a clean end.
 */
#include "request.h"

#include <netinet/tcp.h>

#define NGX_HTTP_COUNTERSIGN_STREAM_INTERVAL 1000
/* What nginx has at a time: over HTTP/2 a frame that is queued cannot be called back, so that little is. */
#define NGX_HTTP_COUNTERSIGN_STREAM_PIECE (64 * 1024)
/* What the kernel keeps of a connection before it is sent; else it is megabytes that no cut reaches. */
#define NGX_HTTP_COUNTERSIGN_STREAM_UNSENT (256 * 1024)

typedef struct ngx_http_countersign_stream_s ngx_http_countersign_stream_t;

struct ngx_http_countersign_stream_s {
    ngx_http_countersign_ctx_t *ctx;
    cs_bytes_t rest; /* not handed to nginx yet */
    size_t allowed;  /* of it, before the next look */
    bool checking;   /* waits for the database: nothing is handed out */
    off_t sent;      /* by the connection, when its timer was set: a client that reads nothing is given up */
    ngx_buf_t *piece;
    ngx_event_t timer; /* the next look */
};

static void ngx_http_countersign_stream_check(ngx_http_countersign_stream_t *stream);

/* The request ends, or ended (nginx calls it at once when the client goes away): nothing may wake us any more. */
static void
ngx_http_countersign_stream_stop(void *data)
{
    ngx_http_countersign_stream_t *stream = data;
    ngx_http_countersign_ctx_t *ctx = stream->ctx;

    ctx->finished = true;

    if (stream->timer.timer_set) {
        ngx_del_timer(&stream->timer);
    }

    ngx_http_countersign_detach(ctx);
}

static void
ngx_http_countersign_stream_finish(ngx_http_countersign_stream_t *stream, ngx_int_t rc)
{
    ngx_http_countersign_stream_stop(stream);

    ngx_http_finalize_request(stream->ctx->request, rc);
}

/* What lies in the kernel unsent is dropped with the connection; of HTTP/2 only the stream ends, by RST_STREAM. */
static void
ngx_http_countersign_stream_cut(ngx_http_countersign_stream_t *stream, cs_status_t status)
{
    ngx_http_countersign_ctx_t *ctx = stream->ctx;
    ngx_http_request_t *r = ctx->request;
    const struct linger linger = {.l_onoff = 1, .l_linger = 0};

    ngx_log_error(NGX_LOG_WARN, r->connection->log, 0, "countersign: release %s is cut: %s", ctx->entry_id,
                  cs_status_name(status));

    (void)ngx_atomic_fetch_add(&ngx_http_countersign_counters_get(ctx->conf)->cuts, 1);

    ngx_http_countersign_cut(ctx, status);

    if (r->stream == NULL) {
        if (setsockopt(r->connection->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)) == -1) {
            ngx_log_error(NGX_LOG_ERR, r->connection->log, ngx_socket_errno, "countersign: could not set SO_LINGER");
        }

        r->connection->error = 1; /* else TLS would say goodbye */
    }

    ngx_http_countersign_stream_finish(stream, NGX_ERROR);
}

/* --- the way out: nginx's own writer, but for one piece at a time */

static ngx_int_t
ngx_http_countersign_stream_hand(ngx_http_countersign_stream_t *stream)
{
    size_t size;
    ngx_chain_t out;
    ngx_buf_t *b = stream->piece;

    size = ngx_min(ngx_min(stream->allowed, stream->rest.size), NGX_HTTP_COUNTERSIGN_STREAM_PIECE);

    ngx_memzero(b, sizeof(ngx_buf_t)); /* nobody has it any more: all that was handed out is sent */

    b->pos = (u_char *)stream->rest.data;
    b->last = b->pos + size;
    b->memory = 1;
    b->flush = 1; /* kept back unsent, it would be overwritten by the next */

    stream->rest = cs_bytes(stream->rest.data + size, stream->rest.size - size);
    stream->allowed -= size;

    out.buf = b;
    out.next = NULL;

    return ngx_http_output_filter(stream->ctx->request, &out);
}

static bool
ngx_http_countersign_stream_is_full(const ngx_http_request_t *r)
{
    return r->buffered || r->connection->buffered;
}

/* Until the client has read.  Its time starts anew only when it did. */
static void
ngx_http_countersign_stream_wait(ngx_http_countersign_stream_t *stream)
{
    ngx_http_request_t *r = stream->ctx->request;
    ngx_connection_t *c = r->connection;
    ngx_http_core_loc_conf_t *clcf;

    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);

    if (!c->write->delayed && (!c->write->timer_set || c->sent != stream->sent)) {
        stream->sent = c->sent;
        ngx_add_timer(c->write, clcf->send_timeout);
    }

    if (ngx_handle_write_event(c->write, clcf->send_lowat) != NGX_OK) {
        ngx_http_countersign_stream_finish(stream, NGX_ERROR);
    }
}

/* The end is a piece of its own: until then even the last bytes are ours to cut. */
static void
ngx_http_countersign_stream_end(ngx_http_countersign_stream_t *stream)
{
    ngx_http_request_t *r = stream->ctx->request;

    r->write_event_handler = ngx_http_request_empty_handler;

    ngx_http_countersign_stream_finish(stream, ngx_http_send_special(r, NGX_HTTP_LAST));
}

static void
ngx_http_countersign_stream_go(ngx_http_countersign_stream_t *stream)
{
    ngx_int_t rc;
    ngx_http_request_t *r = stream->ctx->request;

    for (;;) {
        if (ngx_http_countersign_stream_is_full(r)) {
            rc = ngx_http_output_filter(r, NULL);
        } else if (stream->rest.size == 0) {
            ngx_http_countersign_stream_end(stream);
            return;
        } else if (stream->allowed == 0) {
            ngx_http_countersign_stream_check(stream);
            return;
        } else {
            rc = ngx_http_countersign_stream_hand(stream);
        }

        if (rc == NGX_ERROR) {
            ngx_http_countersign_stream_finish(stream, rc);
            return;
        }

        if (ngx_http_countersign_stream_is_full(r)) {
            ngx_http_countersign_stream_wait(stream);
            return;
        }
    }
}

static void
ngx_http_countersign_stream_write(ngx_http_request_t *r)
{
    ngx_http_countersign_ctx_t *ctx;
    ngx_connection_t *c = r->connection;

    ctx = ngx_http_get_module_ctx(r, ngx_http_countersign_module);

    if (c->write->timedout) {
        ngx_log_error(NGX_LOG_INFO, c->log, NGX_ETIMEDOUT, "client timed out");
        c->timedout = 1;
        ngx_http_countersign_stream_finish(ctx->stream, NGX_HTTP_REQUEST_TIME_OUT);
        return;
    }

    if (c->error) {
        ngx_http_countersign_stream_finish(ctx->stream, NGX_ERROR);
        return;
    }

    if (c->write->delayed) {
        ngx_http_countersign_stream_wait(ctx->stream);
        return;
    }

    /* What nginx has already may still not leave while the database is asked. */
    if (!ctx->stream->checking) {
        ngx_http_countersign_stream_go(ctx->stream);
    }
}

/* --- the look */

static void
ngx_http_countersign_stream_checked(ngx_http_countersign_ctx_t *ctx, cs_status_t status, cs_result_t *result)
{
    ngx_http_countersign_stream_t *stream = ctx->stream;

    stream->checking = false;

    if (status == CS_OK) {
        status = cs_result_get_code(result, 0, 0);
    }

    if (status != CS_OK) {
        ngx_http_countersign_stream_cut(stream, status);
        return;
    }

    stream->allowed = NGX_HTTP_COUNTERSIGN_STRIDE;

    ngx_add_timer(&stream->timer, NGX_HTTP_COUNTERSIGN_STREAM_INTERVAL);

    ngx_http_countersign_stream_go(stream);
}

static void
ngx_http_countersign_stream_check(ngx_http_countersign_stream_t *stream)
{
    cs_status_t status;
    ngx_http_countersign_ctx_t *ctx = stream->ctx;
    const cs_bytes_t parameters[] = {cs_bytes_text(ctx->handle), cs_bytes_text(ctx->entry_id)};

    stream->checking = true;
    ctx->deadline_ms = cs_clock_monotonic_ms() + (int64_t)ctx->conf->query_timeout;

    (void)ngx_atomic_fetch_add(&ngx_http_countersign_counters_get(ctx->conf)->checks, 1);

    status =
        ngx_http_countersign_submit(ctx, CS_STATEMENT_CHECK_RELEASE, parameters, ngx_http_countersign_stream_checked);
    if (status != CS_OK) {
        ngx_http_countersign_stream_cut(stream, status);
    }
}

static void
ngx_http_countersign_stream_tick(ngx_event_t *event)
{
    ngx_http_countersign_stream_t *stream = event->data;
    ngx_connection_t *c = stream->ctx->request->connection;

    if (!stream->checking) {
        ngx_http_countersign_stream_check(stream);
        ngx_http_run_posted_requests(c);
    }
}

/* --- first: the entry is durable, its facts of this moment */

static ngx_int_t
ngx_http_countersign_stream_init(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    ngx_http_cleanup_t *cln;
    ngx_http_request_t *r = ctx->request;
    ngx_http_countersign_stream_t *stream;

    stream = ngx_pcalloc(r->pool, sizeof(ngx_http_countersign_stream_t));
    cln = ngx_http_cleanup_add(r, 0);

    if (stream == NULL || cln == NULL) {
        return NGX_ERROR;
    }

    stream->ctx = ctx;
    stream->rest = body;
    stream->allowed = NGX_HTTP_COUNTERSIGN_STRIDE;
    stream->timer.handler = ngx_http_countersign_stream_tick;
    stream->timer.data = stream;
    stream->timer.log = r->connection->log;

    cln->handler = ngx_http_countersign_stream_stop;
    cln->data = stream;

    stream->piece = ngx_calloc_buf(r->pool);
    if (stream->piece == NULL) {
        return NGX_ERROR;
    }

    ctx->stream = stream;

    return NGX_OK;
}

void
ngx_http_countersign_stream(ngx_http_countersign_ctx_t *ctx, cs_bytes_t body)
{
    int unsent = NGX_HTTP_COUNTERSIGN_STREAM_UNSENT;
    ngx_http_request_t *r = ctx->request;

    if (ngx_http_countersign_stream_init(ctx, body) != NGX_OK) {
        ngx_http_countersign_request_finish(ctx, NGX_ERROR);
        return;
    }

    /* Where the kernel does not know it, a slow reader has more when it is cut. */
    (void)setsockopt(r->connection->fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));

    if (ctx->deadline.timer_set) {
        ngx_del_timer(&ctx->deadline); /* from here it is the client that takes its time */
    }

    /* The record is durable: the client may go away. */
    if (!r->discard_body) {
        r->read_event_handler = ngx_http_test_reading;
    }

    r->write_event_handler = ngx_http_countersign_stream_write;

    ngx_add_timer(&ctx->stream->timer, NGX_HTTP_COUNTERSIGN_STREAM_INTERVAL);

    ngx_http_countersign_stream_go(ctx->stream);
}
