/* SPDX-License-Identifier: Apache-2.0 */
/* An nginx pool behind the face that src/ knows. */
#include "countersign.h"

static void *
ngx_http_countersign_pool_alloc(cs_pool_t *pool, size_t size)
{
    return ngx_palloc(pool->owner, size);
}

static cs_status_t
ngx_http_countersign_pool_on_clear(cs_pool_t *pool, cs_cleanup_pt cleanup, void *data)
{
    ngx_pool_cleanup_t *cln;

    cln = ngx_pool_cleanup_add(pool->owner, 0);
    if (cln == NULL) {
        return CS_NO_MEMORY;
    }

    cln->handler = cleanup;
    cln->data = data;

    return CS_OK;
}

void
ngx_http_countersign_pool_init(cs_pool_t *pool, ngx_pool_t *owner)
{
    pool->alloc = ngx_http_countersign_pool_alloc;
    pool->on_clear = ngx_http_countersign_pool_on_clear;
    pool->owner = owner;
}
