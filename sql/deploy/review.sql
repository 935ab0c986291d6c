-- Deploy countersign:review to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../review/tables.sql
\ir ../review/review.make_nonce.sql
\ir ../review/review.list_holders.sql
\ir ../review/review.is_class_enough.sql
\ir ../review/review.is_ready.sql
\ir ../review/review.list_deciders.sql
\ir ../review/review.has_room.sql
\ir ../review/review.draft_needs.sql
\ir ../review/review.find_shortage.sql
\ir ../review/review.is_decidable.sql
\ir ../review/review.find_dependence.sql
\ir ../review/review.is_eligible.sql
\ir ../review/review.may_decide.sql
\ir ../review/review.may_read.sql
\ir ../review/review.find_state.sql
\ir ../review/review.describe_decisions.sql
\ir ../review/review.describe_stage.sql
\ir ../review/review.describe_stages.sql
\ir ../review/review.describe_review.sql
\ir ../review/review.pin_payload.sql
\ir ../review/review.draft_review.sql
\ir ../review/review.begin_round.sql
\ir ../review/review.notify_deciders.sql
\ir ../review/review.notify_result.sql
\ir ../review/review.find_open.sql
\ir ../review/review.announce_round.sql
\ir ../review/review.open_review.sql
\ir ../review/review.lock_review.sql
\ir ../review/review.list_signed_members.sql
\ir ../review/review.check_countersignature.sql
\ir ../review/review.check_decision.sql
\ir ../review/review.needs_step_up.sql
\ir ../review/review.return_review.sql
\ir ../review/review.take_decision.sql
\ir ../review/review.check_requester.sql
\ir ../review/review.revise_newcomer.sql
\ir ../review/review.revise_admission.sql
\ir ../review/review.revise_change.sql
\ir ../review/review.revise_request.sql
\ir ../review/review.revise_payload.sql
\ir ../review/review.renew_review.sql
\ir ../review/review.end_review.sql
\ir ../review/review.drop_binding.sql
\ir ../review/review.expire_reviews.sql
\ir ../review/review.remind_reviews.sql
\ir ../review/review.apply_effect.sql
\ir ../review/review.apply_ending.sql
\ir ../review/review.apply_institution_admit.sql
\ir ../review/review.apply_account_activate.sql
\ir ../review/review.apply_institution_suspend.sql
\ir ../review/review.apply_institution_reinstate.sql
\ir ../review/review.apply_account_unlock.sql
\ir ../review/review.apply_account_reset.sql
\ir ../review/review.apply_account_reinstate.sql
\ir ../review/review.apply_account_extend.sql
\ir ../review/review.apply_account_transfer.sql
\ir ../review/review.apply_device_bind.sql
\ir ../review/review.apply_permission_grant.sql
\ir ../review/review.guard_decision.sql
\ir ../review/review.guard_stage.sql
\ir ../review/review.guard_review.sql
\ir ../review/guards.sql
commit;
