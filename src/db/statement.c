/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table.  A call whose answer was lost is repeated as it is only where
 * the function writes no entry: the entry's id is part of the call, and the
 * second would be refused for having the first one's.
 */
#include "db/statement.h"

#define CSP_STATEMENT(role_, name_, shape_, columns_, repeat_, text_, ...)                                             \
    {                                                                                                                  \
        .name = name_, .text = text_, .role = CS_ROLE_##role_, .shape = CS_RESULT_##shape_, .column_count = columns_,  \
        .repeat = CS_REPEAT_##repeat_, .parameters = {__VA_ARGS__},                                                    \
    }

/* gateway.<name>(i_call, i_request) returns gateway.answer */
#define CSP_CALL(name_)                                                                                                \
    CSP_STATEMENT(GATEWAY, #name_, ANSWER, 2, NEVER,                                                                   \
                  "select a.code, a.body::text from gateway." #name_ "($1::jsonb, $2::jsonb) a", CS_PARAMETER_TEXT,    \
                  CS_PARAMETER_TEXT)

static const cs_statement_t csp_statements[] = {
    [CS_STATEMENT_BEGIN_SIGN_IN] = CSP_CALL(begin_sign_in),
    [CS_STATEMENT_COMPLETE_SIGN_IN] = CSP_CALL(complete_sign_in),
    [CS_STATEMENT_VOID_ATTEMPTS] = CSP_STATEMENT(GATEWAY, "void_attempts", VALUE, 1, ONCE,
                                                 "select gateway.void_attempts($1::uuid[])::text", CS_PARAMETER_TEXT),
    [CS_STATEMENT_BEGIN_ENROLMENT] = CSP_CALL(begin_enrolment),
    [CS_STATEMENT_COMPLETE_ENROLMENT] = CSP_CALL(complete_enrolment),
    [CS_STATEMENT_RECORD_REFUSAL] = CSP_CALL(record_refusal),
    [CS_STATEMENT_RECORD_FAILURE] = CSP_CALL(record_failure),
    [CS_STATEMENT_PROBE] =
        CSP_STATEMENT(GATEWAY, "probe", VALUE, 1, ONCE, "select gateway.probe($1)::text", CS_PARAMETER_TEXT),
    [CS_STATEMENT_TICK] = CSP_CALL(tick),
    [CS_STATEMENT_READ_POLICIES] = CSP_STATEMENT(GATEWAY, "read_policies", VALUE, 1, ONCE,
                                                 "select gateway.read_policies()::text", CS_PARAMETER_END),
    [CS_STATEMENT_END_SESSION] = CSP_CALL(end_session),
    [CS_STATEMENT_READ_ME] = CSP_CALL(read_me),
    [CS_STATEMENT_BEGIN_STEP_UP] = CSP_CALL(begin_step_up),
    [CS_STATEMENT_COMPLETE_STEP_UP] = CSP_CALL(complete_step_up),
    [CS_STATEMENT_STEP_UP_BY_PASSKEY] = CSP_CALL(step_up_by_passkey),
    [CS_STATEMENT_BEGIN_CODE] = CSP_CALL(begin_code),
    [CS_STATEMENT_READ_PROPOSED_CODE] = CSP_CALL(read_proposed_code),
    [CS_STATEMENT_CONFIRM_CODE] = CSP_CALL(confirm_code),
    [CS_STATEMENT_READ_TERMS] = CSP_CALL(read_terms),
    [CS_STATEMENT_ACCEPT_TERMS] = CSP_CALL(accept_terms),
    [CS_STATEMENT_BEGIN_CHANGE_PASSWORD] = CSP_CALL(begin_change_password),
    [CS_STATEMENT_COMPLETE_CHANGE_PASSWORD] = CSP_CALL(complete_change_password),
    [CS_STATEMENT_SET_PHRASE] = CSP_CALL(set_phrase),
    [CS_STATEMENT_READ_PHRASE] = CSP_CALL(read_phrase),
    [CS_STATEMENT_LIST_SESSIONS] = CSP_CALL(list_sessions),
    [CS_STATEMENT_REVOKE_SESSION] = CSP_CALL(revoke_session),
    [CS_STATEMENT_END_SESSIONS] = CSP_CALL(end_sessions),
    [CS_STATEMENT_REFRESH_SESSION] = CSP_CALL(refresh_session),
    [CS_STATEMENT_PROPOSE_DEVICE] = CSP_CALL(propose_device),
    [CS_STATEMENT_LIST_DEVICES] = CSP_CALL(list_devices),
    [CS_STATEMENT_REMOVE_DEVICE] = CSP_CALL(remove_device),
    [CS_STATEMENT_RENEW_DEVICE] = CSP_CALL(renew_device),
    [CS_STATEMENT_CREATE_INSTITUTION] = CSP_CALL(create_institution),
    [CS_STATEMENT_LIST_INSTITUTIONS] = CSP_CALL(list_institutions),
    [CS_STATEMENT_CREATE_ACCOUNT] = CSP_CALL(create_account),
    [CS_STATEMENT_LIST_ACCOUNTS] = CSP_CALL(list_accounts),
    [CS_STATEMENT_READ_ACCOUNT] = CSP_CALL(read_account),
    [CS_STATEMENT_SUSPEND_ACCOUNT] = CSP_CALL(suspend_account),
    [CS_STATEMENT_DEPART_ACCOUNT] = CSP_CALL(depart_account),
    [CS_STATEMENT_TRANSFER_ACCOUNT] = CSP_CALL(transfer_account),
    [CS_STATEMENT_REINSTATE_ACCOUNT] = CSP_CALL(reinstate_account),
    [CS_STATEMENT_UNLOCK_ACCOUNT] = CSP_CALL(unlock_account),
    [CS_STATEMENT_RESET_ACCOUNT] = CSP_CALL(reset_account),
    [CS_STATEMENT_HAND_OVER_ACCOUNT] = CSP_CALL(hand_over_account),
    [CS_STATEMENT_CHANGE_END_DATE] = CSP_CALL(change_end_date),
    [CS_STATEMENT_READ_INSTITUTION] = CSP_CALL(read_institution),
    [CS_STATEMENT_SUSPEND_INSTITUTION] = CSP_CALL(suspend_institution),
    [CS_STATEMENT_REINSTATE_INSTITUTION] = CSP_CALL(reinstate_institution),
    [CS_STATEMENT_LIST_DEPARTMENTS] = CSP_CALL(list_departments),
    [CS_STATEMENT_CREATE_DEPARTMENT] = CSP_CALL(create_department),
    [CS_STATEMENT_LIST_ROLES] = CSP_CALL(list_roles),
    [CS_STATEMENT_LIST_PERMISSIONS] = CSP_CALL(list_permissions),
    [CS_STATEMENT_LIST_REVIEWS] = CSP_CALL(list_reviews),
    [CS_STATEMENT_READ_REVIEW] = CSP_CALL(read_review),
    [CS_STATEMENT_EXPORT_REVIEW] = CSP_CALL(export_review),
    [CS_STATEMENT_DECIDE_REVIEW] = CSP_CALL(decide_review),
    [CS_STATEMENT_DESTROY_RECORD] = CSP_CALL(destroy_record),
    [CS_STATEMENT_PREPARE_RECLASSIFICATION] = CSP_CALL(prepare_reclassification),
    [CS_STATEMENT_RECLASSIFY_RECORD] = CSP_CALL(reclassify_record),
    [CS_STATEMENT_WITHDRAW_RECORD] = CSP_CALL(withdraw_record),
    [CS_STATEMENT_PLAN_REVIEW] = CSP_CALL(plan_review),
    [CS_STATEMENT_RESUBMIT_REVIEW] = CSP_CALL(resubmit_review),
    [CS_STATEMENT_WITHDRAW_REVIEW] = CSP_CALL(withdraw_review),
    [CS_STATEMENT_CREATE_AGREEMENT] = CSP_CALL(create_agreement),
    [CS_STATEMENT_LIST_AGREEMENTS] = CSP_CALL(list_agreements),
    [CS_STATEMENT_REVOKE_GRANT] = CSP_CALL(revoke_grant),
    [CS_STATEMENT_PREPARE_EXPLANATION] = CSP_CALL(prepare_explanation),
    [CS_STATEMENT_EXPLAIN_DECISION] = CSP_CALL(explain_decision),
    [CS_STATEMENT_PREPARE_REQUEST] = CSP_CALL(prepare_request),
    [CS_STATEMENT_PREPARE_FORWARDING] = CSP_CALL(prepare_forwarding),
    [CS_STATEMENT_FORWARD_RECORD] = CSP_CALL(forward_record),
    [CS_STATEMENT_REQUEST_PERMISSION] = CSP_CALL(request_permission),
    [CS_STATEMENT_LIST_GRANTS] = CSP_CALL(list_grants),
    [CS_STATEMENT_READ_GRANT] = CSP_CALL(read_grant),
    [CS_STATEMENT_LIST_POLICIES] = CSP_CALL(list_policies),
    [CS_STATEMENT_READ_POLICY] = CSP_CALL(read_policy),
    [CS_STATEMENT_PROPOSE_POLICIES] = CSP_CALL(propose_policies),
    [CS_STATEMENT_LISTEN] =
        CSP_STATEMENT(GATEWAY, "listen", VALUE, 1, ONCE, "select gateway.listen()::text", CS_PARAMETER_END),
    [CS_STATEMENT_LIST_RECORD_TYPES] = CSP_CALL(list_record_types),
    [CS_STATEMENT_PREPARE_RECORD] = CSP_CALL(prepare_record),
    [CS_STATEMENT_CREATE_RECORD] =
        CSP_STATEMENT(GATEWAY, "create_record", ANSWER, 2, NEVER,
                      "select a.code, a.body::text from gateway.create_record($1::jsonb, $2::jsonb, $3) a",
                      CS_PARAMETER_TEXT, CS_PARAMETER_TEXT, CS_PARAMETER_BYTES),
    [CS_STATEMENT_REVISE_RECORD] =
        CSP_STATEMENT(GATEWAY, "revise_record", ANSWER, 2, NEVER,
                      "select a.code, a.body::text from gateway.revise_record($1::jsonb, $2::jsonb, $3) a",
                      CS_PARAMETER_TEXT, CS_PARAMETER_TEXT, CS_PARAMETER_BYTES),
    [CS_STATEMENT_PUBLISH_RECORD] = CSP_CALL(publish_record),
    [CS_STATEMENT_LIST_RECORDS] = CSP_CALL(list_records),
    [CS_STATEMENT_READ_RECORD] = CSP_CALL(read_record),
    [CS_STATEMENT_PREPARE_RELEASE] =
        CSP_STATEMENT(GATEWAY, "prepare_release", ROWS, 4, ONCE,
                      "select a.ordinal::text, a.code, a.facts::text, a.content"
                      " from gateway.prepare_release($1::jsonb[], $2::jsonb[]) a order by a.ordinal",
                      CS_PARAMETER_TEXTS, CS_PARAMETER_TEXTS),
    [CS_STATEMENT_RECORD_RELEASE] =
        CSP_STATEMENT(GATEWAY, "record_release", ROWS, 3, NEVER,
                      "select a.ordinal::text, a.code, a.body::text"
                      " from gateway.record_release($1::jsonb[], $2::jsonb[]) a order by a.ordinal",
                      CS_PARAMETER_TEXTS, CS_PARAMETER_TEXTS),
    [CS_STATEMENT_CHECK_RELEASE] =
        CSP_STATEMENT(GATEWAY, "check_release", VALUE, 1, ONCE, "select gateway.check_release($1, $2::uuid)",
                      CS_PARAMETER_TEXT, CS_PARAMETER_TEXT),
    [CS_STATEMENT_RECORD_CUT] = CSP_CALL(record_cut),
    [CS_STATEMENT_READ_RECEIPT] = CSP_CALL(read_receipt),
    [CS_STATEMENT_LIST_ENTRIES] = CSP_CALL(list_entries),
    [CS_STATEMENT_READ_ENTRY] = CSP_CALL(read_entry),
    [CS_STATEMENT_READ_CHECKPOINT] = CSP_CALL(read_checkpoint),
    [CS_STATEMENT_READ_INCLUSION_PROOF] = CSP_CALL(read_inclusion_proof),
    [CS_STATEMENT_LIST_ALERTS] = CSP_CALL(list_alerts),
    [CS_STATEMENT_LIST_DELEGATIONS] = CSP_CALL(list_delegations),
    [CS_STATEMENT_CREATE_DELEGATION] = CSP_CALL(create_delegation),
    [CS_STATEMENT_END_DELEGATION] = CSP_CALL(end_delegation),
    [CS_STATEMENT_START_BREAK_GLASS] = CSP_CALL(start_break_glass),
    [CS_STATEMENT_LIST_BREAK_GLASSES] = CSP_CALL(list_break_glasses),
    [CS_STATEMENT_END_BREAK_GLASS] = CSP_CALL(end_break_glass),
    [CS_STATEMENT_LIST_NOTIFICATIONS] = CSP_CALL(list_notifications),
    [CS_STATEMENT_BEGIN_SERVICE] = CSP_CALL(begin_service),
    [CS_STATEMENT_READ_HEAD] =
        CSP_STATEMENT(SEALER, "read_head", VALUE, 1, ONCE, "select sealer.read_head()::text", CS_PARAMETER_END),
    [CS_STATEMENT_TAKE_UNSEALED] = CSP_STATEMENT(SEALER, "take_unsealed", VALUE, 1, ONCE,
                                                 "select sealer.take_unsealed($1::integer)::text", CS_PARAMETER_TEXT),
    [CS_STATEMENT_APPEND_LEAVES] = CSP_STATEMENT(SEALER, "append_leaves", VALUE, 1, NEVER,
                                                 "select sealer.append_leaves($1::jsonb)", CS_PARAMETER_TEXT),
    [CS_STATEMENT_PUBLISH_CHECKPOINT] = CSP_STATEMENT(SEALER, "publish_checkpoint", VALUE, 1, ONCE,
                                                      "select sealer.publish_checkpoint($1::bigint, $2, $3)",
                                                      CS_PARAMETER_TEXT, CS_PARAMETER_TEXT, CS_PARAMETER_TEXT),
    [CS_STATEMENT_INITIALISE] = CSP_STATEMENT(OPERATOR, "initialise", VALUE, 1, NEVER,
                                              "select operator.initialise($1::jsonb)::text", CS_PARAMETER_TEXT),
    [CS_STATEMENT_BEGIN_RECOVERY] = CSP_STATEMENT(OPERATOR, "begin_recovery", VALUE, 1, NEVER,
                                                  "select operator.begin_recovery($1::jsonb)::text", CS_PARAMETER_TEXT),
    [CS_STATEMENT_APPLY_RECOVERY] = CSP_STATEMENT(OPERATOR, "apply_recovery", VALUE, 1, NEVER,
                                                  "select operator.apply_recovery($1::jsonb, $2::jsonb)::text",
                                                  CS_PARAMETER_TEXT, CS_PARAMETER_TEXT),
    [CS_STATEMENT_READ_PLATFORM] = CSP_STATEMENT(OPERATOR, "read_platform", VALUE, 1, ONCE,
                                                 "select operator.read_platform()::text", CS_PARAMETER_END),
    [CS_STATEMENT_READ_LOG] =
        CSP_STATEMENT(OPERATOR, "read_log", ROWS, 1, ONCE,
                      "select line from operator.read_log($1::bigint, $2::bigint, $3::bigint) line", CS_PARAMETER_TEXT,
                      CS_PARAMETER_TEXT, CS_PARAMETER_TEXT),
};

_Static_assert(sizeof(csp_statements) / sizeof(csp_statements[0]) == CS_STATEMENT_COUNT, "a row for each statement");
_Static_assert(CS_STATEMENT_COUNT <= CS_MAX_STATEMENTS, "a flag for each statement");

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
