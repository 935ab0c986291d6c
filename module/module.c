/* SPDX-License-Identifier: Apache-2.0 */
/* The table of directives, their defaults and what they may be together; conf.c opens what they name. */
#include "countersign.h"
#include "health.h"
#include "request.h"
#include "worker.h"

#include "identity/target.h"

static char *ngx_http_countersign_enable(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static char *ngx_http_countersign_origin(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static void *ngx_http_countersign_main_conf_create(ngx_conf_t *cf);
static char *ngx_http_countersign_main_conf_init(ngx_conf_t *cf, void *conf);
static void *ngx_http_countersign_loc_conf_create(ngx_conf_t *cf);
static char *ngx_http_countersign_loc_conf_merge(ngx_conf_t *cf, void *parent, void *child);

#define NGX_HTTP_COUNTERSIGN_MAIN(name, setter, member)                                                                \
    {                                                                                                                  \
        ngx_string(name), NGX_HTTP_MAIN_CONF | NGX_CONF_TAKE1, setter, NGX_HTTP_MAIN_CONF_OFFSET,                      \
            offsetof(ngx_http_countersign_main_conf_t, member), NULL                                                   \
    }

#define NGX_HTTP_COUNTERSIGN_LOCATION(name, member)                                                                    \
    {                                                                                                                  \
        ngx_string(name), NGX_HTTP_LOC_CONF | NGX_CONF_FLAG, ngx_http_countersign_enable, NGX_HTTP_LOC_CONF_OFFSET,    \
            offsetof(ngx_http_countersign_loc_conf_t, member), NULL                                                    \
    }

static ngx_command_t ngx_http_countersign_commands[] = {
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_database", ngx_conf_set_str_slot, database),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_keys", ngx_conf_set_str_slot, keys),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_node", ngx_conf_set_str_slot, node),
    {ngx_string("countersign_origin"), NGX_HTTP_MAIN_CONF | NGX_CONF_1MORE, ngx_http_countersign_origin,
     NGX_HTTP_MAIN_CONF_OFFSET, 0, NULL},
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_rp_id", ngx_conf_set_str_slot, rp_id),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_attestation_roots", ngx_conf_set_str_slot, roots_file),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_threads", ngx_conf_set_str_slot, threads),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_pool_size", ngx_conf_set_num_slot, pool_size),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_queue_size", ngx_conf_set_num_slot, queue_size),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_password_queue", ngx_conf_set_num_slot, password_queue),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_connect_timeout", ngx_conf_set_msec_slot, connect_timeout),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_query_timeout", ngx_conf_set_msec_slot, query_timeout),
    NGX_HTTP_COUNTERSIGN_MAIN("countersign_request_timeout", ngx_conf_set_msec_slot, request_timeout),
    NGX_HTTP_COUNTERSIGN_LOCATION("countersign", enable),
    NGX_HTTP_COUNTERSIGN_LOCATION("countersign_ops", ops),
    ngx_null_command,
};

static ngx_http_module_t ngx_http_countersign_module_ctx = {
    NULL, NULL, ngx_http_countersign_main_conf_create, ngx_http_countersign_main_conf_init,
    NULL, NULL, ngx_http_countersign_loc_conf_create,  ngx_http_countersign_loc_conf_merge,
};

ngx_module_t ngx_http_countersign_module = {
    NGX_MODULE_V1,
    &ngx_http_countersign_module_ctx,
    ngx_http_countersign_commands,
    NGX_HTTP_MODULE,
    NULL,
    NULL,
    ngx_http_countersign_worker_init,
    NULL,
    NULL,
    ngx_http_countersign_worker_exit,
    NULL,
    NGX_MODULE_V1_PADDING,
};

/* countersign on|off, countersign_ops on|off: the location's content handler. */
static char *
ngx_http_countersign_enable(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    char *result;
    ngx_http_core_loc_conf_t *clcf;
    ngx_http_countersign_loc_conf_t *lcf;

    result = ngx_conf_set_flag_slot(cf, cmd, conf);
    if (result != NGX_CONF_OK) {
        return result;
    }

    lcf = conf;

    if (lcf->enable == 1 && lcf->ops == 1) {
        return "cannot stand beside the other in one location";
    }

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (lcf->enable == 1) {
        clcf->handler = ngx_http_countersign_request_handler;
    } else if (lcf->ops == 1) {
        clcf->handler = ngx_http_countersign_health_handler;
    }

    return NGX_CONF_OK;
}

/* countersign_origin URL…: the first is the platform's address, the others are where browsers may see it too. */
static char *
ngx_http_countersign_origin(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    const char **origin;
    ngx_str_t *value;
    ngx_uint_t i;
    ngx_http_countersign_main_conf_t *mcf = conf;

    if (mcf->origins != NULL) {
        return "is duplicate";
    }

    value = cf->args->elts;

    mcf->origin = value[1];
    mcf->origins = ngx_array_create(cf->pool, cf->args->nelts, sizeof(char *));
    if (mcf->origins == NULL) {
        return NGX_CONF_ERROR;
    }

    for (i = 1; i < cf->args->nelts; i++) {
        if (!cs_identity_origin_check((const char *)value[i].data)) {
            return "needs addresses like https://bank.example or https://bank.example:8443, in lower case";
        }

        origin = ngx_array_push(mcf->origins);
        *origin = (const char *)value[i].data;
    }

    origin = ngx_array_push(mcf->origins);
    *origin = NULL;

    return NGX_CONF_OK;
}

static void *
ngx_http_countersign_main_conf_create(ngx_conf_t *cf)
{
    ngx_http_countersign_main_conf_t *mcf;

    mcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_countersign_main_conf_t));
    if (mcf == NULL) {
        return NULL;
    }

    mcf->pool_size = NGX_CONF_UNSET_UINT;
    mcf->queue_size = NGX_CONF_UNSET_UINT;
    mcf->password_queue = NGX_CONF_UNSET_UINT;
    mcf->connect_timeout = NGX_CONF_UNSET_MSEC;
    mcf->query_timeout = NGX_CONF_UNSET_MSEC;
    mcf->request_timeout = NGX_CONF_UNSET_MSEC;

    return mcf;
}

static char *
ngx_http_countersign_main_conf_init(ngx_conf_t *cf, void *conf)
{
    ngx_http_countersign_main_conf_t *mcf = conf;

    if (mcf->database.len == 0) {
        return NGX_CONF_OK; /* not used in this configuration: a location that turns it on is refused below */
    }

    if (mcf->keys.len == 0 || mcf->node.len == 0 || mcf->origin.len == 0) {
        return "countersign_database needs countersign_keys, countersign_node and countersign_origin beside it";
    }

    if (mcf->node.len > NGX_HTTP_COUNTERSIGN_MAX_NODE) {
        return "countersign_node is longer than 64 bytes: no entry of the log could bear it";
    }

    ngx_conf_init_uint_value(mcf->pool_size, 4);
    ngx_conf_init_uint_value(mcf->queue_size, 512);
    ngx_conf_init_uint_value(mcf->password_queue, 32);
    ngx_conf_init_msec_value(mcf->connect_timeout, 3000);
    ngx_conf_init_msec_value(mcf->query_timeout, 5000);
    ngx_conf_init_msec_value(mcf->request_timeout, 10000);

    if (mcf->threads.len == 0) {
        ngx_str_set(&mcf->threads, "countersign"); /* not nginx's "default": its 32 threads would hash at once */
    }

    if (mcf->pool_size == 0 || mcf->queue_size == 0 || mcf->password_queue == 0) {
        return "countersign_pool_size, countersign_queue_size and countersign_password_queue cannot be 0";
    }

    return ngx_http_countersign_conf_open(cf, mcf);
}

static void *
ngx_http_countersign_loc_conf_create(ngx_conf_t *cf)
{
    ngx_http_countersign_loc_conf_t *lcf;

    lcf = ngx_pcalloc(cf->pool, sizeof(ngx_http_countersign_loc_conf_t));
    if (lcf == NULL) {
        return NULL;
    }

    lcf->enable = NGX_CONF_UNSET;
    lcf->ops = NGX_CONF_UNSET;

    return lcf;
}

/* Nothing is inherited: a location is guarded only where it says so itself. */
static char *
ngx_http_countersign_loc_conf_merge(ngx_conf_t *cf, void *parent, void *child)
{
    ngx_http_countersign_loc_conf_t *lcf = child;
    ngx_http_countersign_main_conf_t *mcf;

    mcf = ngx_http_conf_get_module_main_conf(cf, ngx_http_countersign_module);

    if ((lcf->enable == 1 || lcf->ops == 1) && mcf->keyring == NULL) {
        return "countersign needs countersign_database";
    }

    return NGX_CONF_OK;
}
