-- Deploy countersign:gateway to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_door;
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
