/* SPDX-License-Identifier: Apache-2.0 */
/* The heap behind a pool: blocks and cleanups are lists, newest first, so that release runs in reverse. */
#include <stdlib.h>

#include "base/pool.h"

typedef struct cs_arena_block_s {
    struct cs_arena_block_s *next;
    max_align_t data[];
} cs_arena_block_t;

typedef struct cs_arena_cleanup_s {
    struct cs_arena_cleanup_s *next;
    cs_cleanup_pt cleanup;
    void *data;
} cs_arena_cleanup_t;

static void *
cs_arena_alloc(cs_pool_t *pool, size_t size)
{
    cs_arena_t *arena = pool->owner;
    cs_arena_block_t *block;

    if (size > SIZE_MAX - sizeof(*block)) {
        return NULL;
    }
    block = malloc(sizeof(*block) + size);
    if (block == NULL) {
        return NULL;
    }
    block->next = arena->blocks;
    arena->blocks = block;
    return block->data;
}

static cs_status_t
cs_arena_on_clear(cs_pool_t *pool, cs_cleanup_pt cleanup, void *data)
{
    cs_arena_t *arena = pool->owner;
    cs_arena_cleanup_t *row = cs_arena_alloc(pool, sizeof(*row));

    if (row == NULL) {
        return CS_NO_MEMORY;
    }
    *row = (cs_arena_cleanup_t){arena->cleanups, cleanup, data};
    arena->cleanups = row;
    return CS_OK;
}

void
cs_arena_init(cs_arena_t *arena)
{
    *arena = (cs_arena_t){{cs_arena_alloc, cs_arena_on_clear, arena}, NULL, NULL};
}

void
cs_arena_clear(cs_arena_t *arena)
{
    for (cs_arena_cleanup_t *row = arena->cleanups; row != NULL; row = row->next) {
        row->cleanup(row->data);
    }
    for (cs_arena_block_t *block = arena->blocks, *next; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    cs_arena_init(arena);
}
