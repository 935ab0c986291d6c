/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets of few rows, chosen by the first bytes of the digest: no list to keep
 * in order, no row that grows.  Only whoever holds good tokens gets rows.
 */
#include "identity/checked.h"

#include "base/guard.h"

#define CS_CHECKED_ROWS 8 /* of a set */
#define CS_CHECKED_SETS (CS_MAX_CHECKED / CS_CHECKED_ROWS)

typedef struct {
    uint64_t asked; /* the turn in which it was last asked for; 0: the row is empty */
    uint8_t name[CS_DIGEST_SIZE];
    cs_identity_token_t token;
} cs_identity_checked_row_t;

struct cs_identity_checked_s {
    uint64_t turn;
    cs_identity_checked_row_t rows[CS_CHECKED_SETS][CS_CHECKED_ROWS];
};

static void
cs_identity_checked_wipe(void *checked)
{
    cs_identity_checked_forget(checked);
}

cs_status_t
cs_identity_checked_make(cs_pool_t *pool, cs_identity_checked_t **out)
{
    cs_status_t status;

    *out = cs_pool_zalloc(pool, sizeof(**out));
    CS_REQUIRE(*out != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(pool, cs_identity_checked_wipe, *out));
    return CS_OK;
out:
    *out = NULL;
    return status;
}

static cs_identity_checked_row_t *
cs_identity_checked_set(cs_identity_checked_t *checked, const uint8_t name[CS_DIGEST_SIZE])
{
    return checked->rows[(((size_t)name[0] << 8) | name[1]) % CS_CHECKED_SETS];
}

/* The row of that name, or NULL. */
static cs_identity_checked_row_t *
cs_identity_checked_row(cs_identity_checked_t *checked, const uint8_t name[CS_DIGEST_SIZE])
{
    cs_identity_checked_row_t *set = cs_identity_checked_set(checked, name);

    for (size_t i = 0; i < CS_CHECKED_ROWS; i++) {
        if (set[i].asked > 0 &&
            cs_bytes_equal_secret(cs_bytes(set[i].name, CS_DIGEST_SIZE), cs_bytes(name, CS_DIGEST_SIZE))) {
            return &set[i];
        }
    }
    return NULL;
}

const cs_identity_token_t *
cs_identity_checked_find(cs_identity_checked_t *checked, const uint8_t name[CS_DIGEST_SIZE])
{
    cs_identity_checked_row_t *row = cs_identity_checked_row(checked, name);

    if (row == NULL) {
        return NULL;
    }
    row->asked = ++checked->turn;
    return &row->token;
}

/* Its own row, an empty one, or the one that was asked for longest ago. */
static cs_identity_checked_row_t *
cs_identity_checked_room(cs_identity_checked_t *checked, const uint8_t name[CS_DIGEST_SIZE])
{
    cs_identity_checked_row_t *set = cs_identity_checked_set(checked, name);
    cs_identity_checked_row_t *row = cs_identity_checked_row(checked, name);

    if (row != NULL) {
        return row;
    }
    row = set;
    for (size_t i = 1; i < CS_CHECKED_ROWS; i++) {
        if (set[i].asked < row->asked) {
            row = &set[i];
        }
    }
    return row;
}

void
cs_identity_checked_keep(cs_identity_checked_t *checked, const uint8_t name[CS_DIGEST_SIZE],
                         const cs_identity_token_t *token)
{
    cs_identity_checked_row_t *row = cs_identity_checked_room(checked, name);

    row->asked = ++checked->turn;
    row->token = *token;
    cs_bytes_copy(cs_bytes(name, CS_DIGEST_SIZE), row->name);
}

void
cs_identity_checked_forget(cs_identity_checked_t *checked)
{
    cs_wipe(checked, sizeof(*checked));
}
