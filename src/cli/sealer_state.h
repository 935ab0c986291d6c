/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sealer remembers outside the database: the newest checkpoint, the
 * tree's frontier, and the batch it is about to commit.  A batch once written
 * here is committed before any other is made, so that an answer that was lost
 * cannot fork the tree.  A database that is at neither end of the batch was
 * restored, cut or forked, and is not signed.
 */
#ifndef CS_CLI_SEALER_STATE_H
#define CS_CLI_SEALER_STATE_H

#include "audit/merkle.h"
#include "audit/note.h"
#include "cli/cli.h"

typedef struct {
    const char *path;
    char origin[CS_MAX_NOTE_ORIGIN]; /* "" until the platform has begun */
    cs_audit_merkle_t tree;          /* as committed and signed */
    cs_audit_merkle_t pending;       /* where it goes with the request */
    char *request;                   /* what is being committed, from the heap; NULL when nothing is */
    char note[CS_MAX_NOTE + 1];      /* the newest checkpoint, "" for an empty tree */
} cs_sealer_state_t;

/* Reads the file; *is_there tells whether there was one.  CS_MALFORMED for one that is damaged. */
cs_status_t cs_sealer_state_open(cs_cli_t *cli, const char *path, cs_sealer_state_t *out, bool *is_there) CS_MUST_CHECK;

void cs_sealer_state_clear(cs_sealer_state_t *state);

/* Writes it, whole and durable. */
cs_status_t cs_sealer_state_save(cs_cli_t *cli, cs_pool_t *pool, const cs_sealer_state_t *state) CS_MUST_CHECK;

typedef enum {
    CS_SEALER_HEAD_SAME,    /* where the file is */
    CS_SEALER_HEAD_PENDING, /* where the sealer was going when the answer was lost */
    CS_SEALER_HEAD_FOREIGN, /* anywhere else */
} cs_sealer_head_e;

/* Where the database's head stands against the file. */
cs_status_t cs_sealer_state_compare(const cs_sealer_state_t *state, uint64_t size, const uint8_t root[CS_DIGEST_SIZE],
                                    cs_sealer_head_e *out) CS_MUST_CHECK;

#endif
