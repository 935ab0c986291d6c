/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The PostgreSQL extension: lends src/crypto to SQL, so that the database
 * verifies by itself what a gateway hands it.  Keys and parsed values live
 * in an arena that is cleared before anything here may raise.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "answer.h"

PG_MODULE_MAGIC;

#define CS_MAX_ARGUMENTS 6

static cs_bytes_t
countersign_argument(Datum argument)
{
    bytea *value = DatumGetByteaPP(argument);

    return cs_bytes(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

/* A copy that the server frees; NULL, and no error, when there is no memory. */
static char *
countersign_copy(cs_bytes_t bytes)
{
    char *copy = palloc_extended(bytes.size + 1, MCXT_ALLOC_NO_OOM | MCXT_ALLOC_HUGE);

    if (copy != NULL) {
        memcpy(copy, bytes.data, bytes.size);
        copy[bytes.size] = '\0';
    }
    return copy;
}

/* The answer as C text, or NULL where the input does not hold. */
static char *
countersign_answer(FunctionCallInfo fcinfo, cs_answer_pt answer)
{
    cs_bytes_t in[CS_MAX_ARGUMENTS];
    cs_arena_t arena;
    cs_buffer_t out;
    cs_status_t status;
    char *copy = NULL;

    for (int i = 0; i < PG_NARGS(); i++) {
        in[i] = countersign_argument(PG_GETARG_DATUM(i));
    }

    cs_arena_init(&arena);
    cs_buffer_init(&out, &arena.pool, CS_MAX_ANSWER);
    status = answer(&arena.pool, in, &out);
    if (status == CS_OK) {
        copy = countersign_copy(cs_buffer_bytes(&out));
        status = copy == NULL ? CS_NO_MEMORY : CS_OK;
    }
    cs_arena_clear(&arena);

    if (status == CS_NO_MEMORY) {
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    }
    return copy;
}

PG_FUNCTION_INFO_V1(countersign_canonicalize);
PGDLLEXPORT Datum
countersign_canonicalize(PG_FUNCTION_ARGS)
{
    char *answer = countersign_answer(fcinfo, cs_answer_canonicalize);

    if (answer == NULL) {
        PG_RETURN_NULL();
    }
    PG_RETURN_TEXT_P(cstring_to_text(answer));
}

/* The answer as jsonb. */
static Datum
countersign_answer_json(FunctionCallInfo fcinfo, cs_answer_pt answer)
{
    char *text = countersign_answer(fcinfo, answer);

    if (text == NULL) {
        PG_RETURN_NULL();
    }
    return DirectFunctionCall1(jsonb_in, CStringGetDatum(text));
}

PG_FUNCTION_INFO_V1(countersign_open_jws);
PGDLLEXPORT Datum
countersign_open_jws(PG_FUNCTION_ARGS)
{
    return countersign_answer_json(fcinfo, cs_answer_open_jws);
}

PG_FUNCTION_INFO_V1(countersign_open_assertion);
PGDLLEXPORT Datum
countersign_open_assertion(PG_FUNCTION_ARGS)
{
    return countersign_answer_json(fcinfo, cs_answer_open_assertion);
}

PG_FUNCTION_INFO_V1(countersign_check_assertion);
PGDLLEXPORT Datum
countersign_check_assertion(PG_FUNCTION_ARGS)
{
    return countersign_answer_json(fcinfo, cs_answer_check_assertion);
}

PG_FUNCTION_INFO_V1(countersign_read_certificate);
PGDLLEXPORT Datum
countersign_read_certificate(PG_FUNCTION_ARGS)
{
    return countersign_answer_json(fcinfo, cs_answer_read_certificate);
}

PG_FUNCTION_INFO_V1(countersign_read_key);
PGDLLEXPORT Datum
countersign_read_key(PG_FUNCTION_ARGS)
{
    return countersign_answer_json(fcinfo, cs_answer_read_key);
}
