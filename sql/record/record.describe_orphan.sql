-- SPDX-License-Identifier: Apache-2.0
-- record.describe_orphan: what a review of the destruction of an orphaned record
-- pins: which it is, where it stands and how grave it is.  Whoever asks reads
-- the review, too, and may know of the record no more than that.

create function record.describe_orphan(i_record record.record) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('record', i_record.record_id, 'revision', i_record.revision, 'state', i_record.state,
                              'level', i_record.level, 'grade', i_record.grade);
$$;
comment on function record.describe_orphan(record.record) is 'What a review of the destruction of an orphaned record pins.';
revoke all on function record.describe_orphan(record.record) from public;
