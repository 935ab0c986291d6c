/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of what C may ask the database: each row is one call of one
 * function.  There is no free query.  Parameters are always bound; a column
 * is text or bytea, so that a result is read without conversion.
 */
#ifndef CS_DB_STATEMENT_H
#define CS_DB_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

#define CS_MAX_STATEMENTS 128 /* each connection keeps a flag a statement: is it prepared */
#define CS_MAX_PARAMETERS 6

/* Which login may call it: a statement of another role is refused before it is sent. */
typedef enum {
    CS_ROLE_GATEWAY,
    CS_ROLE_SEALER,
    CS_ROLE_OPERATOR,
} cs_role_t;

typedef enum {
    CS_RESULT_VALUE,  /* exactly one row of one column */
    CS_RESULT_ANSWER, /* exactly one row (code, body), as the functions of the door return it */
    CS_RESULT_ROWS,   /* any number of rows */
} cs_result_shape_t;

/* What happens when the connection is lost after the statement was sent, before its commit was confirmed. */
typedef enum {
    CS_REPEAT_NEVER, /* it may have happened: CS_OUTCOME_UNKNOWN */
    CS_REPEAT_ONCE,  /* it changes nothing, or nothing twice: sent once more on another connection */
} cs_repeat_t;

typedef enum {
    CS_PARAMETER_END, /* behind the last one */
    CS_PARAMETER_TEXT,
    CS_PARAMETER_BYTES,
    CS_PARAMETER_TEXTS, /* text[]: made by cs_parameter_texts */
} cs_parameter_t;

typedef struct {
    const char *name; /* also its name on the server */
    const char *text;
    cs_role_t role;
    cs_result_shape_t shape;
    size_t column_count;
    cs_repeat_t repeat;
    cs_parameter_t parameters[CS_MAX_PARAMETERS + 1];
} cs_statement_t;

typedef struct {
    const cs_statement_t *rows;
    size_t count;
} cs_statements_t;

size_t cs_statement_parameter_count(const cs_statement_t *statement);

/* clang-format off */
typedef enum {
    /* the door */
    CS_STATEMENT_BEGIN_SIGN_IN, CS_STATEMENT_COMPLETE_SIGN_IN,
    CS_STATEMENT_BEGIN_ENROLMENT, CS_STATEMENT_COMPLETE_ENROLMENT,
    CS_STATEMENT_RECORD_REFUSAL, CS_STATEMENT_RECORD_FAILURE,
    CS_STATEMENT_PROBE, CS_STATEMENT_TICK, CS_STATEMENT_READ_POLICIES,
    CS_STATEMENT_END_SESSION, CS_STATEMENT_READ_ME,
    CS_STATEMENT_BEGIN_STEP_UP, CS_STATEMENT_COMPLETE_STEP_UP, CS_STATEMENT_STEP_UP_BY_PASSKEY,
    CS_STATEMENT_BEGIN_CODE, CS_STATEMENT_READ_PROPOSED_CODE, CS_STATEMENT_CONFIRM_CODE,
    CS_STATEMENT_READ_TERMS, CS_STATEMENT_ACCEPT_TERMS,
    CS_STATEMENT_BEGIN_CHANGE_PASSWORD, CS_STATEMENT_COMPLETE_CHANGE_PASSWORD,
    CS_STATEMENT_SET_PHRASE, CS_STATEMENT_READ_PHRASE,
    CS_STATEMENT_LIST_SESSIONS, CS_STATEMENT_REVOKE_SESSION, CS_STATEMENT_END_SESSIONS, CS_STATEMENT_REFRESH_SESSION,
    CS_STATEMENT_PROPOSE_DEVICE, CS_STATEMENT_LIST_DEVICES, CS_STATEMENT_REMOVE_DEVICE, CS_STATEMENT_RENEW_DEVICE,
    CS_STATEMENT_CREATE_INSTITUTION, CS_STATEMENT_LIST_INSTITUTIONS,
    CS_STATEMENT_CREATE_ACCOUNT, CS_STATEMENT_LIST_ACCOUNTS, CS_STATEMENT_READ_ACCOUNT,
    CS_STATEMENT_SUSPEND_ACCOUNT, CS_STATEMENT_DEPART_ACCOUNT, CS_STATEMENT_TRANSFER_ACCOUNT,
    CS_STATEMENT_REINSTATE_ACCOUNT, CS_STATEMENT_UNLOCK_ACCOUNT, CS_STATEMENT_RESET_ACCOUNT,
    CS_STATEMENT_HAND_OVER_ACCOUNT, CS_STATEMENT_CHANGE_END_DATE, CS_STATEMENT_READ_INSTITUTION,
    CS_STATEMENT_SUSPEND_INSTITUTION, CS_STATEMENT_REINSTATE_INSTITUTION, CS_STATEMENT_LIST_DEPARTMENTS,
    CS_STATEMENT_CREATE_DEPARTMENT, CS_STATEMENT_LIST_ROLES, CS_STATEMENT_LIST_PERMISSIONS,
    CS_STATEMENT_LIST_REVIEWS, CS_STATEMENT_READ_REVIEW, CS_STATEMENT_DECIDE_REVIEW,
    CS_STATEMENT_PREPARE_REQUEST, CS_STATEMENT_REQUEST_PERMISSION, CS_STATEMENT_LIST_GRANTS, CS_STATEMENT_READ_GRANT,
    CS_STATEMENT_LIST_POLICIES, CS_STATEMENT_READ_POLICY, CS_STATEMENT_LISTEN,
    CS_STATEMENT_LIST_RECORD_TYPES, CS_STATEMENT_PREPARE_RECORD, CS_STATEMENT_CREATE_RECORD,
    CS_STATEMENT_PUBLISH_RECORD, CS_STATEMENT_LIST_RECORDS, CS_STATEMENT_READ_RECORD,
    CS_STATEMENT_PREPARE_RELEASE, CS_STATEMENT_RECORD_RELEASE, CS_STATEMENT_CHECK_RELEASE,
    CS_STATEMENT_RECORD_CUT, CS_STATEMENT_READ_RECEIPT, CS_STATEMENT_VOID_ATTEMPTS,
    CS_STATEMENT_LIST_ENTRIES, CS_STATEMENT_READ_ENTRY,
    CS_STATEMENT_READ_CHECKPOINT, CS_STATEMENT_READ_INCLUSION_PROOF,
    CS_STATEMENT_LIST_ALERTS, CS_STATEMENT_LIST_NOTIFICATIONS, CS_STATEMENT_BEGIN_SERVICE,
    /* the sealer */
    CS_STATEMENT_READ_HEAD, CS_STATEMENT_TAKE_UNSEALED, CS_STATEMENT_APPEND_LEAVES, CS_STATEMENT_PUBLISH_CHECKPOINT,
    /* the operator */
    CS_STATEMENT_INITIALISE, CS_STATEMENT_READ_PLATFORM, CS_STATEMENT_READ_LOG,
    CS_STATEMENT_BEGIN_RECOVERY, CS_STATEMENT_APPLY_RECOVERY,
    CS_STATEMENT_COUNT,
} cs_statement_id_t;
/* clang-format on */

/* The table, indexed by cs_statement_id_t. */
extern const cs_statements_t cs_statements;

#endif
