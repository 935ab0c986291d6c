-- Deploy countersign:gateway to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_door;
\ir ../gateway/gateway.begin_sign_in.sql
\ir ../gateway/gateway.complete_sign_in.sql
\ir ../gateway/gateway.begin_enrolment.sql
\ir ../gateway/gateway.complete_enrolment.sql
\ir ../gateway/gateway.end_session.sql
\ir ../gateway/gateway.read_me.sql
\ir ../gateway/gateway.read_policies.sql
\ir ../gateway/gateway.create_institution.sql
\ir ../gateway/gateway.list_institutions.sql
\ir ../gateway/gateway.create_account.sql
\ir ../gateway/gateway.list_accounts.sql
\ir ../gateway/gateway.read_account.sql
\ir ../gateway/gateway.list_reviews.sql
\ir ../gateway/gateway.read_review.sql
\ir ../gateway/gateway.decide_review.sql
\ir ../gateway/gateway.request_permission.sql
\ir ../gateway/gateway.list_grants.sql
\ir ../gateway/gateway.list_record_types.sql
\ir ../gateway/gateway.prepare_record.sql
\ir ../gateway/gateway.create_record.sql
\ir ../gateway/gateway.publish_record.sql
\ir ../gateway/gateway.list_records.sql
\ir ../gateway/gateway.read_record.sql
\ir ../gateway/gateway.prepare_release.sql
\ir ../gateway/gateway.record_release.sql
\ir ../gateway/gateway.read_receipt.sql
\ir ../gateway/gateway.list_entries.sql
\ir ../gateway/gateway.read_entry.sql
\ir ../gateway/gateway.read_checkpoint.sql
\ir ../gateway/gateway.read_inclusion_proof.sql
\ir ../gateway/gateway.record_refusal.sql
\ir ../gateway/gateway.record_failure.sql
\ir ../gateway/gateway.probe.sql
commit;
