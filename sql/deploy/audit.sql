-- Deploy countersign:audit to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../audit/tables.sql
\ir ../audit/actions.sql
\ir ../audit/audit.guard_table.sql
\ir ../audit/audit.check_transaction.sql
\ir ../audit/audit.check_entry.sql
\ir ../audit/audit.make_partition.sql
\ir ../audit/guards.sql
\ir ../audit/audit.count_months.sql
\ir ../audit/audit.make_month.sql
\ir ../audit/audit.current_institution.sql
\ir ../audit/audit.current_readable.sql
\ir ../audit/audit.begin_stranger_call.sql
\ir ../audit/audit.begin_call.sql
\ir ../audit/audit.write_request.sql
\ir ../audit/audit.write_consequence.sql
\ir ../audit/audit.end_call.sql
\ir ../audit/audit.end_asked.sql
\ir ../audit/audit.note_call.sql
\ir ../audit/audit.begin_platform.sql
\ir ../audit/audit.make_core.sql
\ir ../audit/audit.list_readable.sql
\ir ../audit/audit.is_readable.sql
\ir ../audit/audit.is_shown.sql
\ir ../audit/audit.find_readable.sql
\ir ../audit/audit.check_filters.sql
\ir ../audit/audit.list_matching.sql
\ir ../audit/audit.split_size.sql
\ir ../audit/audit.hash_range.sql
\ir ../audit/audit.find_path.sql
\ir ../audit/audit.describe_proof.sql
\ir ../audit/audit.describe_entry.sql
\ir ../audit/audit.describe_evidence.sql
\ir ../audit/audit.describe_line.sql
\ir ../audit/audit.first_unsealed.sql
\ir ../audit/audit.list_unsealed.sql
\ir ../audit/audit.free_horizon.sql
\ir ../audit/audit.find_counter.sql
\ir ../audit/audit.number_unsealed.sql
\ir ../audit/audit.number_leaves.sql
\ir ../audit/audit.seal_age.sql
\ir ../audit/audit.is_writable.sql
commit;
