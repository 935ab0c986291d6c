/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a thread works on lies in memory of its own: the request may be gone
 * before the thread is done, and then nobody is woken.
 */
#include "password.h"
#include "request.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NGX_HTTP_COUNTERSIGN_NICE 10

typedef struct {
    size_t size;
    uint8_t data[CS_MAX_PASSWORD];
} ngx_http_countersign_password_text_t;

struct ngx_http_countersign_password_s {
    ngx_pool_t *memory;
    ngx_http_countersign_ctx_t *ctx; /* NULL: the request is gone */
    ngx_http_countersign_main_conf_t *conf;
    ngx_http_countersign_hashed_pt hashed;
    ngx_thread_task_t *task;
    bool started;        /* it lies in the queue of the threads */
    ngx_atomic_t taken;  /* 1: by a thread that hashes, or by the request's end before one did */
    int64_t deadline_ms; /* the request's: what begins later is for nothing */
    ngx_http_countersign_attempts_t attempts;

    cs_status_t status;
    ngx_http_countersign_password_text_t texts[NGX_HTTP_COUNTERSIGN_PASSWORDS];
    size_t count;
    ngx_http_countersign_hash_t hashes[NGX_HTTP_COUNTERSIGN_MAX_HASHES];
};

static void
ngx_http_countersign_password_end(ngx_http_countersign_password_t *password)
{
    ngx_pool_t *memory = password->memory;

    password->conf->worker->hashing--;

    cs_wipe(password, sizeof(ngx_http_countersign_password_t));
    ngx_destroy_pool(memory);
}

/* Whoever is first: a thread, or the request that ends without one. */
static bool
ngx_http_countersign_password_claim(ngx_http_countersign_password_t *password)
{
    return ngx_atomic_cmp_set(&password->taken, 0, 1);
}

/* The request ends first: a hash that has not begun is given up and costs no try, one under way is left alone. */
static void
ngx_http_countersign_password_abandon(void *data)
{
    ngx_http_countersign_password_t **held = data;

    if (*held == NULL) {
        return;
    }

    (*held)->ctx = NULL;

    if (ngx_http_countersign_password_claim(*held)) {
        ngx_http_countersign_attempt_void((*held)->conf->worker, &(*held)->attempts);
    }

    if (!(*held)->started) {
        ngx_http_countersign_password_end(*held);
    }

    *held = NULL;
}

static ngx_http_countersign_password_t *
ngx_http_countersign_password_create(ngx_http_countersign_ctx_t *ctx)
{
    ngx_pool_t *memory;
    ngx_thread_task_t *task;
    ngx_http_countersign_password_t *password;

    memory = ngx_create_pool(1024, ctx->conf->worker->log);
    if (memory == NULL) {
        return NULL;
    }

    password = ngx_pcalloc(memory, sizeof(ngx_http_countersign_password_t));
    task = ngx_thread_task_alloc(memory, 0);

    if (password == NULL || task == NULL) {
        ngx_destroy_pool(memory);
        return NULL;
    }

    task->ctx = password;

    password->memory = memory;
    password->ctx = ctx;
    password->conf = ctx->conf;
    password->task = task;

    ctx->conf->worker->hashing++;

    return password;
}

/* The text moves: no other copy of ours outlives this function. */
cs_status_t
ngx_http_countersign_password_take(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_password_t *password,
                                   ngx_http_countersign_password_e which, const char *member)
{
    size_t size;
    const char *text;
    cs_status_t status = CS_OK;

    text = cs_json_get_text(ctx->input, member);
    size = text == NULL ? 0 : json_string_length(json_object_get(ctx->input, member));

    if (size > CS_MAX_PASSWORD) {
        status = CS_INVALID_CREDENTIALS;
    } else if (size > 0) {
        ngx_memcpy(password->texts[which].data, text, size);
        password->texts[which].size = size;
    }

    cs_wipe((void *)text, size);
    cs_wipe((void *)ctx->body.data, ctx->body.size);
    (void)json_object_del(ctx->input, member);

    return status;
}

cs_status_t
ngx_http_countersign_password_begin(ngx_http_countersign_ctx_t *ctx, ngx_http_countersign_password_t **out)
{
    cs_status_t status;
    ngx_http_countersign_password_t **held;

    if (ctx->conf->worker->hashing >= ctx->conf->password_queue) {
        return CS_QUEUE_FULL;
    }

    held = cs_pool_zalloc(&ctx->pool, sizeof(ngx_http_countersign_password_t *));
    if (held == NULL) {
        return CS_NO_MEMORY;
    }

    status = cs_pool_on_clear(&ctx->pool, ngx_http_countersign_password_abandon, held);
    if (status != CS_OK) {
        return status;
    }

    *held = ngx_http_countersign_password_create(ctx);
    if (*held == NULL) {
        return CS_NO_MEMORY;
    }

    ctx->password = held;
    *out = *held;

    return CS_OK;
}

cs_status_t
ngx_http_countersign_password_charge(ngx_http_countersign_password_t *password, const char *attempt)
{
    return ngx_http_countersign_attempt_add(&password->attempts, attempt);
}

cs_bytes_t
ngx_http_countersign_password_text(const ngx_http_countersign_password_t *password,
                                   ngx_http_countersign_password_e which)
{
    return cs_bytes(password->texts[which].data, password->texts[which].size);
}

cs_status_t
ngx_http_countersign_password_add(ngx_http_countersign_password_t *password, ngx_http_countersign_password_e of,
                                  cs_bytes_t salt, const cs_policy_argon2_t *parameters, unsigned pepper)
{
    ngx_http_countersign_hash_t *hash = &password->hashes[password->count];

    if (salt.size > sizeof(hash->salt) || password->count == NGX_HTTP_COUNTERSIGN_MAX_HASHES) {
        return CS_INTERNAL;
    }

    ngx_memcpy(hash->salt, salt.data, salt.size);
    hash->salt_size = salt.size;
    hash->of = of;
    hash->parameters = *parameters;
    hash->pepper = pepper;
    password->count++;

    return CS_OK;
}

const ngx_http_countersign_hash_t *
ngx_http_countersign_password_hash(const ngx_http_countersign_password_t *password, size_t index)
{
    return index < password->count ? &password->hashes[index] : NULL;
}

static cs_status_t
ngx_http_countersign_password_run_one(ngx_http_countersign_password_t *password, ngx_http_countersign_hash_t *hash)
{
    cs_status_t status;
    cs_bytes_t pepper;

    (void)ngx_atomic_fetch_add(&ngx_http_countersign_counters_get(password->conf)->password_hashes, 1);

    status = cs_keyring_get_secret(password->conf->keyring, "pepper", hash->pepper, &pepper, &hash->pepper);
    if (status != CS_OK) {
        return status;
    }

    return cs_identity_password_hash(pepper, ngx_http_countersign_password_text(password, hash->of),
                                     cs_bytes(hash->salt, hash->salt_size), &hash->parameters, hash->output);
}

/* In a thread: touches nothing but its own memory, the key ring (never changed) and an atomic counter. */
static void
ngx_http_countersign_password_work(void *data, ngx_log_t *log)
{
    size_t i;
    ngx_http_countersign_password_t *password = data;

    if (cs_clock_monotonic_ms() >= password->deadline_ms || !ngx_http_countersign_password_claim(password)) {
        return;
    }

    /* Who is signed in comes first: for this thread alone, and for good. */
    (void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NGX_HTTP_COUNTERSIGN_NICE);

    password->status = CS_OK;

    for (i = 0; i < password->count && password->status == CS_OK; i++) {
        password->status = ngx_http_countersign_password_run_one(password, &password->hashes[i]);
    }
}

/* The thread came too late to begin: the request's end gives it up. */
static void
ngx_http_countersign_password_late(ngx_http_countersign_password_t *password)
{
    ngx_http_countersign_ctx_t *ctx = password->ctx;

    password->started = false;

    if (!ctx->finished) {
        ngx_http_countersign_failed(ctx, CS_DEADLINE);
    }
}

static void
ngx_http_countersign_password_done(ngx_event_t *event)
{
    ngx_connection_t *c;
    ngx_http_countersign_password_t *password = event->data;
    ngx_http_countersign_ctx_t *ctx = password->ctx;

    if (ctx == NULL) {
        ngx_http_countersign_password_end(password);
        return;
    }

    c = ctx->request->connection;

    if (!password->taken) {
        ngx_http_countersign_password_late(password);
        ngx_http_run_posted_requests(c);
        return;
    }

    *ctx->password = NULL;

    if (!ctx->finished) {
        password->hashed(ctx, password->status);
    }

    ngx_http_countersign_password_end(password);
    ngx_http_run_posted_requests(c);
}

cs_status_t
ngx_http_countersign_password_run(ngx_http_countersign_password_t *password, ngx_http_countersign_hashed_pt hashed)
{
    password->hashed = hashed;
    password->deadline_ms = password->ctx->deadline_ms;

    password->task->handler = ngx_http_countersign_password_work;
    password->task->event.handler = ngx_http_countersign_password_done;
    password->task->event.data = password;

    if (ngx_thread_task_post(password->conf->thread_pool, password->task) != NGX_OK) {
        return CS_QUEUE_FULL;
    }

    password->started = true;

    return CS_OK;
}
