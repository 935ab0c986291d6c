/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as borrowed bytes; what the server's codes mean to us. */
#include <arpa/inet.h>
#include <stdlib.h>

#include "base/guard.h"
#include "db/operation.h"

#define CSP_OID_BYTES 17
#define CSP_OID_TEXT  25

cs_bytes_t
cs_result_get(const cs_result_t *result, size_t row, size_t column)
{
    int r = (int)row, c = (int)column;

    if (row >= result->row_count || column >= result->column_count || PQgetisnull(result->source, r, c)) {
        return CS_BYTES_NONE;
    }
    return cs_bytes(PQgetvalue(result->source, r, c), (size_t)PQgetlength(result->source, r, c));
}

cs_status_t
cs_result_get_code(const cs_result_t *result, size_t row, size_t column)
{
    cs_bytes_t code = cs_result_get(result, row, column);

    /* libpq ends each value with a NUL. */
    return code.data == NULL ? CS_INTERNAL : cs_status_from_name((const char *)code.data);
}

cs_status_t
cs_result_get_answer(const cs_result_t *result, cs_bytes_t *body)
{
    *body = cs_result_get(result, 0, 1);
    return cs_result_get_code(result, 0, 0);
}

static void
csp_result_clear(void *source)
{
    PQclear(source);
}

cs_status_t
cs_result_take(cs_result_t *result, cs_pool_t *pool, cs_result_t *out)
{
    *out = *result;
    result->source = NULL;
    return cs_pool_on_clear(pool, csp_result_clear, out->source);
}

static bool
csp_result_is_readable(const PGresult *result, int column)
{
    Oid type = PQftype(result, column);

    return PQfformat(result, column) == 1 && (type == CSP_OID_TEXT || type == CSP_OID_BYTES);
}

bool
csp_result_fits(const cs_statement_t *statement, const PGresult *result)
{
    int columns = (int)statement->column_count;

    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQnfields(result) != columns) {
        return false;
    }
    for (int i = 0; i < columns; i++) {
        if (!csp_result_is_readable(result, i)) {
            return false;
        }
    }
    return statement->shape == CS_RESULT_ROWS || PQntuples(result) == 1;
}

static bool
csp_text_begins(const char *text, const char *prefix)
{
    while (*prefix != '\0' && *text == *prefix) {
        text++;
        prefix++;
    }
    return *prefix == '\0';
}

cs_status_t
csp_status_from_sqlstate(const char *sqlstate)
{
    /* The first prefix that fits.  Our own class CS is raised for what should not happen. */
    static const struct {
        const char *prefix;
        cs_status_t status;
    } rows[] = {
        {"57014", CS_DEADLINE},    /* statement_timeout */
        {"57P", CS_UNAVAILABLE},   /* shutdown, crash, starting up */
        {"08", CS_UNAVAILABLE},    /* connection */
        {"53", CS_UNAVAILABLE},    /* disk, memory, connections used up */
        {"58", CS_UNAVAILABLE},    /* the system below the server */
        {"40", CS_UNAVAILABLE},    /* rolled back by a deadlock or a conflict: may be tried again */
        {"25006", CS_UNAVAILABLE}, /* read-only: this server is a standby now */
        {"26000", CS_UNAVAILABLE}, /* the statement's preparation failed just before */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (csp_text_begins(sqlstate, rows[i].prefix)) {
            return rows[i].status;
        }
    }
    return CS_INTERNAL;
}

static cs_status_t
csp_append_word(cs_buffer_t *out, uint32_t word)
{
    uint32_t wire = htonl(word);

    return cs_buffer_append(out, cs_bytes(&wire, sizeof(wire)));
}

/* Dimensions, has nulls, type; items, lower bound; then each with its size, −1 for null. */
cs_status_t
cs_parameter_texts(cs_pool_t *pool, const cs_bytes_t *items, size_t count, cs_bytes_t *out)
{
    cs_status_t status = CS_OK;
    cs_buffer_t wire;

    *out = CS_BYTES_NONE;
    cs_buffer_init(&wire, pool, INT32_MAX);
    CS_TRY(csp_append_word(&wire, count > 0 ? 1 : 0));
    CS_TRY(csp_append_word(&wire, 1));
    CS_TRY(csp_append_word(&wire, CSP_OID_TEXT));
    if (count > 0) {
        CS_TRY(csp_append_word(&wire, (uint32_t)count));
        CS_TRY(csp_append_word(&wire, 1));
    }
    for (size_t i = 0; i < count; i++) {
        CS_TRY(csp_append_word(&wire, items[i].data == NULL ? UINT32_MAX : (uint32_t)items[i].size));
        CS_TRY(cs_buffer_append(&wire, items[i]));
    }
    *out = cs_buffer_bytes(&wire);
out:
    return status;
}
