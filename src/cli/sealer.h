/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sealer: gives committed entries their leaf, moves the head, signs what
 * extends its own file and nothing else.  Holds log and MAC key; no listener.
 * Must stay true: the file says where the tree may go before the database
 * is asked to go there, and a checkpoint is signed after both have arrived.
 */
#ifndef CS_CLI_SEALER_H
#define CS_CLI_SEALER_H

#include "cli/sealer_state.h"
#include "db/poll.h"

typedef struct {
    cs_cli_t *cli;
    cs_poll_t *database;
    cs_bytes_t mac_key;
    const cs_key_t *log_key;
    cs_sealer_state_t state;
    bool has_file;       /* there was one at the start, or it has been written since */
    uint64_t checked_at; /* how many connections there had been when the head was last compared */
} cs_sealer_t;

/*
 * Seals one batch; *sealed counts its entries, 0 when nothing waited.
 * CS_UNAVAILABLE, CS_DEADLINE, CS_OUTCOME_UNKNOWN and CS_CONFLICT: again, later.
 * CS_BAD_SIGNATURE: the database is not where this sealer left it; nothing
 * more is to be signed.
 */
cs_status_t cs_sealer_round(cs_sealer_t *sealer, cs_pool_t *pool, unsigned *sealed) CS_MUST_CHECK;

#endif
