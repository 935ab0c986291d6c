/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include <string.h>

#include "base/bytes.h"

typedef struct {
    size_t size;
    uint64_t data[]; /* aligned as what nginx's pools give */
} cs_pool_secret_t;

void *
cs_pool_alloc(cs_pool_t *pool, size_t size)
{
    return pool->alloc(pool, size);
}

void *
cs_pool_zalloc(cs_pool_t *pool, size_t size)
{
    void *data = pool->alloc(pool, size);

    return data == NULL ? NULL : memset(data, 0, size);
}

char *
cs_pool_text(cs_pool_t *pool, const void *data, size_t size)
{
    char *text = size == SIZE_MAX ? NULL : pool->alloc(pool, size + 1);

    if (text == NULL) {
        return NULL;
    }
    if (size > 0) {
        memcpy(text, data, size);
    }
    text[size] = '\0';
    return text;
}

cs_status_t
cs_pool_on_clear(cs_pool_t *pool, cs_cleanup_pt cleanup, void *data)
{
    cs_status_t status = pool->on_clear(pool, cleanup, data);

    if (status != CS_OK) {
        cleanup(data);
    }
    return status;
}

static void
cs_pool_wipe(void *data)
{
    cs_pool_secret_t *secret = data;

    cs_wipe(secret->data, secret->size);
}

void *
cs_pool_zalloc_secret(cs_pool_t *pool, size_t size)
{
    cs_pool_secret_t *secret = size > SIZE_MAX - sizeof(*secret) ? NULL : cs_pool_zalloc(pool, sizeof(*secret) + size);

    if (secret == NULL) {
        return NULL;
    }
    secret->size = size;
    return cs_pool_on_clear(pool, cs_pool_wipe, secret) == CS_OK ? secret->data : NULL;
}
