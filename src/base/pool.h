/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where memory comes from.  src/ allocates from the pool it is handed and
 * frees nothing singly; behind it stand an nginx pool, the CLI's arena or a
 * PostgreSQL memory context.
 */
#ifndef CS_BASE_POOL_H
#define CS_BASE_POOL_H

#include <stddef.h>

#include "base/status.h"

typedef struct cs_pool_s cs_pool_t;
typedef void (*cs_cleanup_pt)(void *data);

struct cs_pool_s {
    void *(*alloc)(cs_pool_t *pool, size_t size); /* NULL when there is none left */
    cs_status_t (*on_clear)(cs_pool_t *pool, cs_cleanup_pt cleanup,
                            void *data); /* runs when the pool is cleared, last first */
    void *owner;                         /* what stands behind it */
};

/* Uninitialised memory that lives as long as the pool; NULL when there is none left. */
void *cs_pool_alloc(cs_pool_t *pool, size_t size);

/* The same, zeroed. */
void *cs_pool_zalloc(cs_pool_t *pool, size_t size);

/* The same, for what is secret: wiped when the pool is cleared. */
void *cs_pool_zalloc_secret(cs_pool_t *pool, size_t size);

/* A NUL-terminated copy of size bytes. */
char *cs_pool_text(cs_pool_t *pool, const void *data, size_t size);

/*
 * What is not memory (a key, a JSON value, a result) registers its release
 * the moment it is obtained.  Where that fails the release runs at once, so
 * that the caller can leave without a thought.
 */
cs_status_t cs_pool_on_clear(cs_pool_t *pool, cs_cleanup_pt cleanup, void *data) CS_MUST_CHECK;

/* The pool of processes without nginx: the CLI, the sealer, tests.  Allocates from the heap, clears all at once. */
typedef struct {
    cs_pool_t pool;
    struct cs_arena_block_s *blocks;
    struct cs_arena_cleanup_s *cleanups;
} cs_arena_t;

void cs_arena_init(cs_arena_t *arena);
void cs_arena_clear(cs_arena_t *arena); /* may be used again afterwards */

#endif
