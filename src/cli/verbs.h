/* SPDX-License-Identifier: Apache-2.0 */
/* All verbs; each stands in the file of its name. */
#ifndef CS_CLI_VERBS_H
#define CS_CLI_VERBS_H

#include "cli/cli.h"

/* the member's client */
extern const cs_cli_verb_t cs_cli_sign_in, cs_cli_sign_out, cs_cli_enrol, cs_cli_me, cs_cli_doctor;
extern const cs_cli_verb_t cs_cli_session_list, cs_cli_session_end, cs_cli_session_refresh;
extern const cs_cli_verb_t cs_cli_device_list, cs_cli_device_add, cs_cli_device_renew, cs_cli_device_remove;
extern const cs_cli_verb_t cs_cli_password_change, cs_cli_otp_begin, cs_cli_otp_confirm;
extern const cs_cli_verb_t cs_cli_terms_show, cs_cli_terms_accept, cs_cli_phrase_set, cs_cli_phrase_show;
extern const cs_cli_verb_t cs_cli_institution_admit, cs_cli_institution_list, cs_cli_institution_show;
extern const cs_cli_verb_t cs_cli_institution_suspend, cs_cli_institution_reinstate;
extern const cs_cli_verb_t cs_cli_role_list, cs_cli_permission_list, cs_cli_department_list, cs_cli_department_create;
extern const cs_cli_verb_t cs_cli_account_create, cs_cli_account_list, cs_cli_account_show;
extern const cs_cli_verb_t cs_cli_account_suspend, cs_cli_account_leave, cs_cli_account_retire, cs_cli_account_unlock;
extern const cs_cli_verb_t cs_cli_account_reset, cs_cli_account_reinstate, cs_cli_account_transfer;
extern const cs_cli_verb_t cs_cli_account_liaison, cs_cli_account_end_date;
extern const cs_cli_verb_t cs_cli_record_create, cs_cli_record_publish, cs_cli_record_list, cs_cli_record_show;
extern const cs_cli_verb_t cs_cli_record_types, cs_cli_record_forward, cs_cli_record_reclassify;
extern const cs_cli_verb_t cs_cli_record_withdraw, cs_cli_record_destroy;
extern const cs_cli_verb_t cs_cli_read, cs_cli_receipt;
extern const cs_cli_verb_t cs_cli_review_list, cs_cli_review_show, cs_cli_review_decide;
extern const cs_cli_verb_t cs_cli_review_plan, cs_cli_review_resubmit, cs_cli_review_withdraw;
extern const cs_cli_verb_t cs_cli_explain;
extern const cs_cli_verb_t cs_cli_permission_request, cs_cli_agreement_create, cs_cli_agreement_list;
extern const cs_cli_verb_t cs_cli_grant_revoke, cs_cli_grant_list, cs_cli_grant_show, cs_cli_risk_replay,
    cs_cli_alert_list;
extern const cs_cli_verb_t cs_cli_review_export, cs_cli_review_verify;
extern const cs_cli_verb_t cs_cli_policy_list, cs_cli_policy_show, cs_cli_policy_check;
extern const cs_cli_verb_t cs_cli_policy_propose, cs_cli_policy_diff;
extern const cs_cli_verb_t cs_cli_notification_list;
extern const cs_cli_verb_t cs_cli_delegation_list, cs_cli_delegation_create, cs_cli_delegation_end;
extern const cs_cli_verb_t cs_cli_break_glass_start, cs_cli_break_glass_join;
extern const cs_cli_verb_t cs_cli_break_glass_end, cs_cli_break_glass_list;
extern const cs_cli_verb_t cs_cli_audit_list, cs_cli_audit_show, cs_cli_audit_checkpoint, cs_cli_audit_proof;

/* the operator's tool */
extern const cs_cli_verb_t cs_cli_keys_make, cs_cli_keys_log, cs_cli_init, cs_cli_seal, cs_cli_verify;
extern const cs_cli_verb_t cs_cli_recover_challenge, cs_cli_recover_sign, cs_cli_recover_apply;

#endif
