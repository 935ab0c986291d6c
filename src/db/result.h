/* SPDX-License-Identifier: Apache-2.0 */
/* What a statement brought: rows of borrowed bytes, of the shape its row of the table promises. */
#ifndef CS_DB_RESULT_H
#define CS_DB_RESULT_H

#include "base/bytes.h"

typedef struct {
    void *source; /* libpq's; NULL once taken */
    size_t row_count;
    size_t column_count;
} cs_result_t;

/* One value, borrowed; CS_BYTES_NONE (data NULL) for SQL's null and beyond the edges. */
cs_bytes_t cs_result_get(const cs_result_t *result, size_t row, size_t column);

/* A value that is a code, as its status; CS_INTERNAL for an unknown word or none. */
cs_status_t cs_result_get_code(const cs_result_t *result, size_t row, size_t column) CS_MUST_CHECK;

/* Of a CS_RESULT_ANSWER: the code as a status, and the JSON body, or none. */
cs_status_t cs_result_get_answer(const cs_result_t *result, cs_bytes_t *body) CS_MUST_CHECK;

/*
 * The values live as long as the pool from now on, without a copy.
 * CS_NO_MEMORY: they are gone.
 */
cs_status_t cs_result_take(cs_result_t *result, cs_pool_t *pool, cs_result_t *out) CS_MUST_CHECK;

/* The binary text[] of a CS_PARAMETER_TEXTS; an item whose data is NULL is SQL's null. */
cs_status_t cs_parameter_texts(cs_pool_t *pool, const cs_bytes_t *items, size_t count, cs_bytes_t *out) CS_MUST_CHECK;

#endif
