-- Deploy countersign:gateway to pg
-- SPDX-License-Identifier: Apache-2.0
-- The gateway's door: all that cs_gateway can do.  Every call carries its log
-- entry, as the gateway fixed it, and the session's handle; the function finds
-- out who is calling, does or refuses, writes the entry, and answers.

begin;
set local role cs_door;

-- Signing in: begin_sign_in reserves a try, C hashes, complete_sign_in compares;
-- likewise enrolment.
\ir ../gateway/gateway.begin_enrolment.sql
\ir ../gateway/gateway.complete_enrolment.sql
\ir ../gateway/gateway.propose_device.sql
\ir ../gateway/gateway.list_devices.sql
\ir ../gateway/gateway.remove_device.sql
\ir ../gateway/gateway.renew_device.sql
\ir ../gateway/gateway.begin_sign_in.sql
\ir ../gateway/gateway.void_attempts.sql
\ir ../gateway/gateway.complete_sign_in.sql
\ir ../gateway/gateway.begin_service.sql
\ir ../gateway/gateway.end_session.sql
\ir ../gateway/gateway.read_me.sql

-- Their second factor, and what they owe.
\ir ../gateway/gateway.begin_step_up.sql
\ir ../gateway/gateway.complete_step_up.sql
\ir ../gateway/gateway.step_up_by_passkey.sql
\ir ../gateway/gateway.begin_code.sql
\ir ../gateway/gateway.read_proposed_code.sql
\ir ../gateway/gateway.confirm_code.sql
\ir ../gateway/gateway.read_terms.sql
\ir ../gateway/gateway.accept_terms.sql
\ir ../gateway/gateway.begin_change_password.sql
\ir ../gateway/gateway.complete_change_password.sql
\ir ../gateway/gateway.set_phrase.sql
\ir ../gateway/gateway.read_phrase.sql

-- Where they are signed in.
\ir ../gateway/gateway.list_sessions.sql
\ir ../gateway/gateway.revoke_session.sql
\ir ../gateway/gateway.end_sessions.sql
\ir ../gateway/gateway.refresh_session.sql

-- Who is here: proposed by one, decided by others.
\ir ../gateway/gateway.create_institution.sql
\ir ../gateway/gateway.list_institutions.sql
\ir ../gateway/gateway.create_account.sql
\ir ../gateway/gateway.list_accounts.sql
\ir ../gateway/gateway.read_account.sql
\ir ../gateway/gateway.suspend_account.sql
\ir ../gateway/gateway.depart_account.sql
\ir ../gateway/gateway.transfer_account.sql
\ir ../gateway/gateway.reinstate_account.sql
\ir ../gateway/gateway.unlock_account.sql
\ir ../gateway/gateway.reset_account.sql
\ir ../gateway/gateway.hand_over_account.sql
\ir ../gateway/gateway.change_end_date.sql
\ir ../gateway/gateway.read_institution.sql
\ir ../gateway/gateway.suspend_institution.sql
\ir ../gateway/gateway.reinstate_institution.sql
\ir ../gateway/gateway.list_departments.sql
\ir ../gateway/gateway.create_department.sql
\ir ../gateway/gateway.list_roles.sql
\ir ../gateway/gateway.list_permissions.sql

-- The one review engine.
\ir ../gateway/gateway.list_reviews.sql
\ir ../gateway/gateway.read_review.sql
\ir ../gateway/gateway.plan_review.sql
\ir ../gateway/gateway.export_review.sql
\ir ../gateway/gateway.decide_review.sql
\ir ../gateway/gateway.resubmit_review.sql
\ir ../gateway/gateway.withdraw_review.sql

-- Permissions, and what institutions agreed on.
\ir ../gateway/gateway.create_agreement.sql
\ir ../gateway/gateway.list_agreements.sql
\ir ../gateway/gateway.prepare_request.sql
\ir ../gateway/gateway.request_permission.sql
\ir ../gateway/gateway.prepare_forwarding.sql
\ir ../gateway/gateway.forward_record.sql
\ir ../gateway/gateway.list_grants.sql
\ir ../gateway/gateway.list_delegations.sql
\ir ../gateway/gateway.create_delegation.sql
\ir ../gateway/gateway.end_delegation.sql
\ir ../gateway/gateway.start_break_glass.sql
\ir ../gateway/gateway.list_break_glasses.sql
\ir ../gateway/gateway.end_break_glass.sql
\ir ../gateway/gateway.prepare_explanation.sql
\ir ../gateway/gateway.explain_decision.sql
\ir ../gateway/gateway.read_grant.sql
\ir ../gateway/gateway.revoke_grant.sql

-- Policies: documents that everybody may read; a change is decided by the operator and members.
\ir ../gateway/gateway.list_policies.sql
\ir ../gateway/gateway.read_policy.sql
\ir ../gateway/gateway.propose_policies.sql

-- Records: prepare_… tells facts, C decides and seals or opens, the other one
-- records, checks once more, and only then may bytes leave.
\ir ../gateway/gateway.list_record_types.sql
\ir ../gateway/gateway.prepare_record.sql
\ir ../gateway/gateway.create_record.sql
\ir ../gateway/gateway.revise_record.sql
\ir ../gateway/gateway.publish_record.sql
\ir ../gateway/gateway.withdraw_record.sql
\ir ../gateway/gateway.prepare_reclassification.sql
\ir ../gateway/gateway.reclassify_record.sql
\ir ../gateway/gateway.destroy_record.sql
\ir ../gateway/gateway.list_records.sql
\ir ../gateway/gateway.read_record.sql
\ir ../gateway/gateway.prepare_release.sql
\ir ../gateway/gateway.record_release.sql
\ir ../gateway/gateway.check_release.sql
\ir ../gateway/gateway.record_cut.sql
\ir ../gateway/gateway.read_receipt.sql

-- The log.
\ir ../gateway/gateway.list_entries.sql
\ir ../gateway/gateway.read_entry.sql
\ir ../gateway/gateway.read_checkpoint.sql
\ir ../gateway/gateway.read_inclusion_proof.sql

-- What people should look at, and what they were told.
\ir ../gateway/gateway.list_alerts.sql
\ir ../gateway/gateway.list_notifications.sql

-- What the gateway itself needs.
\ir ../gateway/gateway.read_policies.sql
\ir ../gateway/gateway.listen.sql
\ir ../gateway/gateway.record_refusal.sql
\ir ../gateway/gateway.record_failure.sql
\ir ../gateway/gateway.probe.sql
\ir ../gateway/gateway.tick.sql

commit;
