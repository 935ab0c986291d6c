-- Deploy countersign:ops to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../ops/tables.sql
\ir ../ops/ops.is_current.sql
\ir ../ops/ops.count_stranger.sql
\ir ../ops/ops.claim_key.sql
\ir ../ops/ops.keep_answer.sql
\ir ../ops/ops.spend_proof.sql
\ir ../ops/ops.sweep.sql
\ir ../ops/ops.run_job.sql
\ir ../ops/ops.run_clock.sql
\ir ../ops/ops.tick_age.sql
\ir ../ops/ops.note_tick.sql
\ir ../ops/ops.read_network.sql
\ir ../ops/ops.announce_alert.sql
\ir ../ops/ops.announce_alerts.sql
\ir ../ops/ops.raise_alert.sql
\ir ../ops/ops.note_failure.sql
\ir ../ops/ops.note_months.sql
\ir ../ops/ops.describe_alert.sql
\ir ../ops/ops.notify.sql
\ir ../ops/ops.describe_notification.sql
\ir ../ops/ops.keep_waiting.sql
\ir ../ops/ops.is_waiting.sql
\ir ../ops/ops.count_refusal.sql
\ir ../ops/ops.write_sums.sql
\ir ../ops/ops.digest_address.sql
\ir ../ops/ops.find_signals.sql
\ir ../ops/ops.note_sign_in.sql
\ir ../ops/ops.find_place.sql
\ir ../ops/ops.refuse_stranger.sql
commit;
