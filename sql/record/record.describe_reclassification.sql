-- SPDX-License-Identifier: Apache-2.0
-- record.describe_reclassification: what a review of a reclassification pins: the
-- record as it is, and what it is to be.  A title that is, or will be, sealed
-- is not told.

create function record.describe_reclassification(i_record record.record, i_made record.reclassification, i_request jsonb) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select record.describe_publication(i_record) || record.digest_reclassification(i_made) || jsonb_build_object(
               'title', case when i_made.title is not null then i_record.title end,
               'level', i_request -> 'level', 'grade', i_request -> 'grade', 'reason', i_request -> 'reason',
               'from', jsonb_build_object('level', i_record.level, 'grade', i_record.grade));
$$;
comment on function record.describe_reclassification(record.record, record.reclassification, jsonb) is 'What a review of a reclassification pins.';
revoke all on function record.describe_reclassification(record.record, record.reclassification, jsonb) from public;
