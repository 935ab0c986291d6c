/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the directives name is opened while the configuration is read: one
 * that could not serve safely is refused at start, not at the first request.
 */
#include "countersign.h"
#include "worker.h"

#define NGX_HTTP_COUNTERSIGN_MAX_ROOTS (1024 * 1024)

/* The makers whose word makes a passkey a device of class hardware. */
static char *
ngx_http_countersign_conf_roots(ngx_conf_t *cf, ngx_http_countersign_main_conf_t *mcf)
{
    ssize_t size;
    ngx_file_t file;
    u_char *pem;
    cs_identity_roots_t *roots;

    if (mcf->roots_file.len == 0) {
        return NGX_CONF_OK;
    }

    ngx_memzero(&file, sizeof(file));
    file.log = cf->log;
    file.name = mcf->roots_file;

    pem = ngx_palloc(cf->temp_pool, NGX_HTTP_COUNTERSIGN_MAX_ROOTS);
    if (pem == NULL || ngx_conf_full_name(cf->cycle, &file.name, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    file.fd = ngx_open_file(file.name.data, NGX_FILE_RDONLY, NGX_FILE_OPEN, 0);
    if (file.fd == NGX_INVALID_FILE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, ngx_errno, ngx_open_file_n " \"%V\" failed", &file.name);
        return NGX_CONF_ERROR;
    }

    size = ngx_read_file(&file, pem, NGX_HTTP_COUNTERSIGN_MAX_ROOTS, 0);
    (void)ngx_close_file(file.fd);

    if (size <= 0 || cs_identity_roots_read(&mcf->pool, cs_bytes(pem, (size_t)size), &roots) != CS_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "there are no certificates in \"%V\"", &file.name);
        return NGX_CONF_ERROR;
    }

    mcf->attestation_roots = roots;

    return NGX_CONF_OK;
}

/* Passkeys are a host's, whatever its port (WebAuthn §5.1.2). */
static char *
ngx_http_countersign_conf_rp_id(ngx_conf_t *cf, ngx_http_countersign_main_conf_t *mcf)
{
    u_char *host, *port, *end;

    if (mcf->rp_id.len != 0) {
        return NGX_CONF_OK;
    }

    host = mcf->origin.data + sizeof("https://") - 1;
    end = mcf->origin.data + mcf->origin.len;
    port = ngx_strlchr(host, end, ':');

    mcf->rp_id.len = (size_t)((port == NULL ? end : port) - host);
    mcf->rp_id.data = ngx_pcalloc(cf->pool, mcf->rp_id.len + 1);
    if (mcf->rp_id.data == NULL) {
        return NGX_CONF_ERROR;
    }

    ngx_memcpy(mcf->rp_id.data, host, mcf->rp_id.len);

    return NGX_CONF_OK;
}

static ngx_int_t
ngx_http_countersign_conf_zone_init(ngx_shm_zone_t *zone, void *data)
{
    ngx_slab_pool_t *slab;

    if (data != NULL) {
        zone->data = data; /* a reload keeps the counters */
        return NGX_OK;
    }

    slab = (ngx_slab_pool_t *)zone->shm.addr;

    zone->data = ngx_slab_calloc(slab, sizeof(ngx_http_countersign_counters_t));

    return zone->data == NULL ? NGX_ERROR : NGX_OK;
}

static char *
ngx_http_countersign_conf_shared(ngx_conf_t *cf, ngx_http_countersign_main_conf_t *mcf)
{
    ngx_str_t name = ngx_string("countersign");

    mcf->thread_pool = ngx_thread_pool_add(cf, &mcf->threads);
    if (mcf->thread_pool == NULL) {
        return NGX_CONF_ERROR;
    }

    mcf->zone = ngx_shared_memory_add(cf, &name, 8 * ngx_pagesize, &ngx_http_countersign_module);
    if (mcf->zone == NULL) {
        return NGX_CONF_ERROR;
    }

    mcf->zone->init = ngx_http_countersign_conf_zone_init;

    return NGX_CONF_OK;
}

/* Keys are read while the configuration is: a missing one shows in `nginx -t`. */
static char *
ngx_http_countersign_conf_keys(ngx_conf_t *cf, ngx_http_countersign_main_conf_t *mcf)
{
    cs_error_t error = {0};
    cs_keyring_t *ring;
    cs_identity_tokens_t *tokens;

    if (ngx_conf_full_name(cf->cycle, &mcf->keys, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    ngx_http_countersign_pool_init(&mcf->pool, cf->pool);

    if (cs_keyring_open(&mcf->pool, (const char *)mcf->keys.data, &ring, &error) != CS_OK ||
        cs_keyring_check_gateway(ring, &error) != CS_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "countersign_keys \"%V\": %s", &mcf->keys, error.text);
        return NGX_CONF_ERROR;
    }

    if (cs_identity_tokens_open(&mcf->pool, ring, &tokens) != CS_OK ||
        cs_identity_tokens_remember(&mcf->pool, tokens) != CS_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "countersign_keys \"%V\": the token key cannot be used", &mcf->keys);
        return NGX_CONF_ERROR;
    }

    mcf->keyring = ring;
    mcf->tokens = tokens;

    return NGX_CONF_OK;
}

static char *
ngx_http_countersign_conf_database(ngx_conf_t *cf, ngx_http_countersign_main_conf_t *mcf)
{
    cs_error_t error = {0};
    cs_database_options_t options;

    ngx_http_countersign_db_options(mcf, &options);

    if (cs_database_options_check(&options, &error) != CS_OK) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "countersign_database: %s", error.text);
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}

char *
ngx_http_countersign_conf_open(ngx_conf_t *cf, ngx_http_countersign_main_conf_t *mcf)
{
    if (ngx_http_countersign_conf_rp_id(cf, mcf) != NGX_CONF_OK ||
        ngx_http_countersign_conf_database(cf, mcf) != NGX_CONF_OK ||
        ngx_http_countersign_conf_shared(cf, mcf) != NGX_CONF_OK ||
        ngx_http_countersign_conf_keys(cf, mcf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    return ngx_http_countersign_conf_roots(cf, mcf);
}
