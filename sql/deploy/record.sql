-- Deploy countersign:record to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../record/tables.sql
\ir ../record/record.is_addressed.sql
\ir ../record/record.is_granted.sql
\ir ../record/record.is_shown.sql
\ir ../record/record.is_owned.sql
\ir ../record/record.find_basis.sql
\ir ../record/record.list_names.sql
\ir ../record/record.list_grants.sql
\ir ../record/record.find_object.sql
\ir ../record/record.find_review.sql
\ir ../record/record.check_release.sql
\ir ../record/record.check_classification.sql
\ir ../record/record.check_audience.sql
\ir ../record/record.check_draft.sql
\ir ../record/record.check_attestation.sql
\ir ../record/record.find_source.sql
\ir ../record/record.describe_audience.sql
\ir ../record/record.describe_record.sql
\ir ../record/record.describe_publication.sql
\ir ../record/record.is_orphaned.sql
\ir ../record/record.describe_orphan.sql
\ir ../record/record.describe_grants.sql
\ir ../record/record.describe_denial.sql
\ir ../record/record.describe_facts.sql
\ir ../record/record.describe_question.sql
\ir ../record/record.describe_delivery.sql
\ir ../record/record.insert_revision.sql
\ir ../record/record.insert_record.sql
\ir ../record/record.find_editable.sql
\ir ../record/record.revise_record.sql
\ir ../record/record.submit_record.sql
\ir ../record/record.ask_publication.sql
\ir ../record/record.ask_destruction.sql
\ir ../record/record.check_reclassification.sql
\ir ../record/record.digest_reclassification.sql
\ir ../record/record.describe_reclassification.sql
\ir ../record/record.ask_reclassification.sql
\ir ../record/record.check_forwarding.sql
\ir ../record/record.find_forwarder.sql
\ir ../record/record.find_forwarding.sql
\ir ../record/record.ask_forwarding.sql
\ir ../record/record.withdraw_record.sql
\ir ../record/record.apply_destruction.sql
\ir ../record/record.apply_reclassification.sql
\ir ../record/record.apply_publication.sql
\ir ../record/record.cancel_publication.sql
commit;
