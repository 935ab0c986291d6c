/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table.  A call whose answer was lost is repeated as it is only where
 * the function writes no entry: the entry's id is part of the call, and the
 * second would be refused for having the first one's.
 */
#include "db/statement.h"

/* gateway.<name>(i_call, i_request) returns gateway.answer */
#define CSP_CALL(name_)                                                                                                \
    {                                                                                                                  \
        .name = #name_, .text = "select a.code, a.body::text from gateway." #name_ "($1::jsonb, $2::jsonb) a",         \
        .role = CS_ROLE_GATEWAY, .shape = CS_RESULT_ANSWER, .column_count = 2, .repeat = CS_REPEAT_NEVER,              \
        .parameters = {CS_PARAMETER_TEXT, CS_PARAMETER_TEXT},                                                          \
    }

static const cs_statement_t csp_statements[] = {
    [CS_STATEMENT_BEGIN_SIGN_IN] = CSP_CALL(begin_sign_in),
    [CS_STATEMENT_COMPLETE_SIGN_IN] = CSP_CALL(complete_sign_in),
    [CS_STATEMENT_BEGIN_ENROLMENT] = CSP_CALL(begin_enrolment),
    [CS_STATEMENT_COMPLETE_ENROLMENT] = CSP_CALL(complete_enrolment),
    [CS_STATEMENT_RECORD_REFUSAL] = CSP_CALL(record_refusal),
    [CS_STATEMENT_RECORD_FAILURE] = CSP_CALL(record_failure),
    [CS_STATEMENT_PROBE] =
        {
            .name = "probe",
            .text = "select gateway.probe($1)::text",
            .role = CS_ROLE_GATEWAY,
            .shape = CS_RESULT_VALUE,
            .column_count = 1,
            .repeat = CS_REPEAT_ONCE,
            .parameters = {CS_PARAMETER_TEXT},
        },
    [CS_STATEMENT_READ_POLICIES] =
        {
            .name = "read_policies",
            .text = "select gateway.read_policies()::text",
            .role = CS_ROLE_GATEWAY,
            .shape = CS_RESULT_VALUE,
            .column_count = 1,
            .repeat = CS_REPEAT_ONCE,
        },
    [CS_STATEMENT_END_SESSION] = CSP_CALL(end_session),
    [CS_STATEMENT_READ_ME] = CSP_CALL(read_me),
    [CS_STATEMENT_CREATE_INSTITUTION] = CSP_CALL(create_institution),
    [CS_STATEMENT_LIST_INSTITUTIONS] = CSP_CALL(list_institutions),
    [CS_STATEMENT_CREATE_ACCOUNT] = CSP_CALL(create_account),
    [CS_STATEMENT_LIST_ACCOUNTS] = CSP_CALL(list_accounts),
    [CS_STATEMENT_READ_ACCOUNT] = CSP_CALL(read_account),
    [CS_STATEMENT_LIST_REVIEWS] = CSP_CALL(list_reviews),
    [CS_STATEMENT_READ_REVIEW] = CSP_CALL(read_review),
    [CS_STATEMENT_DECIDE_REVIEW] = CSP_CALL(decide_review),
    [CS_STATEMENT_REQUEST_PERMISSION] = CSP_CALL(request_permission),
    [CS_STATEMENT_LIST_GRANTS] = CSP_CALL(list_grants),
    [CS_STATEMENT_LIST_RECORD_TYPES] = CSP_CALL(list_record_types),
    [CS_STATEMENT_PREPARE_RECORD] = CSP_CALL(prepare_record),
    [CS_STATEMENT_CREATE_RECORD] =
        {
            .name = "create_record",
            .text = "select a.code, a.body::text from gateway.create_record($1::jsonb, $2::jsonb, $3) a",
            .role = CS_ROLE_GATEWAY,
            .shape = CS_RESULT_ANSWER,
            .column_count = 2,
            .repeat = CS_REPEAT_NEVER,
            .parameters = {CS_PARAMETER_TEXT, CS_PARAMETER_TEXT, CS_PARAMETER_BYTES},
        },
    [CS_STATEMENT_PUBLISH_RECORD] = CSP_CALL(publish_record),
    [CS_STATEMENT_LIST_RECORDS] = CSP_CALL(list_records),
    [CS_STATEMENT_READ_RECORD] = CSP_CALL(read_record),
    [CS_STATEMENT_PREPARE_RELEASE] =
        {
            .name = "prepare_release",
            .text = "select a.ordinal::text, a.code, a.facts::text, a.content"
                    " from gateway.prepare_release($1::jsonb[], $2::jsonb[]) a order by a.ordinal",
            .role = CS_ROLE_GATEWAY,
            .shape = CS_RESULT_ROWS,
            .column_count = 4,
            .repeat = CS_REPEAT_ONCE,
            .parameters = {CS_PARAMETER_TEXTS, CS_PARAMETER_TEXTS},
        },
    [CS_STATEMENT_RECORD_RELEASE] =
        {
            .name = "record_release",
            .text = "select a.ordinal::text, a.code, a.body::text"
                    " from gateway.record_release($1::jsonb[], $2::jsonb[]) a order by a.ordinal",
            .role = CS_ROLE_GATEWAY,
            .shape = CS_RESULT_ROWS,
            .column_count = 3,
            .repeat = CS_REPEAT_NEVER,
            .parameters = {CS_PARAMETER_TEXTS, CS_PARAMETER_TEXTS},
        },
    [CS_STATEMENT_READ_RECEIPT] = CSP_CALL(read_receipt),
    [CS_STATEMENT_LIST_ENTRIES] = CSP_CALL(list_entries),
    [CS_STATEMENT_READ_ENTRY] = CSP_CALL(read_entry),
    [CS_STATEMENT_READ_CHECKPOINT] = CSP_CALL(read_checkpoint),
    [CS_STATEMENT_READ_INCLUSION_PROOF] = CSP_CALL(read_inclusion_proof),
    [CS_STATEMENT_READ_HEAD] =
        {
            .name = "read_head",
            .text = "select sealer.read_head()::text",
            .role = CS_ROLE_SEALER,
            .shape = CS_RESULT_VALUE,
            .column_count = 1,
            .repeat = CS_REPEAT_ONCE,
        },
    [CS_STATEMENT_TAKE_UNSEALED] =
        {
            .name = "take_unsealed",
            .text = "select sealer.take_unsealed($1::integer)::text",
            .role = CS_ROLE_SEALER,
            .shape = CS_RESULT_VALUE,
            .column_count = 1,
            .repeat = CS_REPEAT_ONCE,
            .parameters = {CS_PARAMETER_TEXT},
        },
    [CS_STATEMENT_APPEND_LEAVES] =
        {
            .name = "append_leaves",
            .text = "select sealer.append_leaves($1::jsonb)",
            .role = CS_ROLE_SEALER,
            .shape = CS_RESULT_VALUE,
            .column_count = 1,
            .repeat = CS_REPEAT_NEVER,
            .parameters = {CS_PARAMETER_TEXT},
        },
    [CS_STATEMENT_PUBLISH_CHECKPOINT] =
        {
            .name = "publish_checkpoint",
            .text = "select sealer.publish_checkpoint($1::bigint, $2, $3)",
            .role = CS_ROLE_SEALER,
            .shape = CS_RESULT_VALUE,
            .column_count = 1,
            .repeat = CS_REPEAT_ONCE,
            .parameters = {CS_PARAMETER_TEXT, CS_PARAMETER_TEXT, CS_PARAMETER_TEXT},
        },
    [CS_STATEMENT_INITIALISE] =
        {
            .name = "initialise",
            .text = "select operator.initialise($1::jsonb)::text",
            .role = CS_ROLE_OPERATOR,
            .shape = CS_RESULT_VALUE,
            .column_count = 1,
            .repeat = CS_REPEAT_NEVER,
            .parameters = {CS_PARAMETER_TEXT},
        },
    [CS_STATEMENT_READ_PLATFORM] =
        {
            .name = "read_platform",
            .text = "select operator.read_platform()::text",
            .role = CS_ROLE_OPERATOR,
            .shape = CS_RESULT_VALUE,
            .column_count = 1,
            .repeat = CS_REPEAT_ONCE,
        },
    [CS_STATEMENT_READ_LOG] =
        {
            .name = "read_log",
            .text = "select line from operator.read_log($1::bigint) line",
            .role = CS_ROLE_OPERATOR,
            .shape = CS_RESULT_ROWS,
            .column_count = 1,
            .repeat = CS_REPEAT_ONCE,
            .parameters = {CS_PARAMETER_TEXT},
        },
};

_Static_assert(sizeof(csp_statements) / sizeof(csp_statements[0]) == CS_STATEMENT_COUNT, "a row for each statement");
_Static_assert(CS_STATEMENT_COUNT <= CS_MAX_STATEMENTS, "a bit for each statement");

const cs_statements_t cs_statements = {csp_statements, CS_STATEMENT_COUNT};

size_t
cs_statement_parameter_count(const cs_statement_t *statement)
{
    size_t count = 0;

    while (count < CS_MAX_PARAMETERS && statement->parameters[count] != CS_PARAMETER_END) {
        count++;
    }
    return count;
}
