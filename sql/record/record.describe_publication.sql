-- SPDX-License-Identifier: Apache-2.0
-- record.describe_publication: what a review of a publication pins: the record
-- as the catalogue shows it, and where the content comes from, as the author
-- attested, so that each countersignature is over it (GS-2.3.1).

create function record.describe_publication(i_record record.record) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select record.describe_record(i_record, i_record.institution_id) - array['id', 'state', 'created_at', 'published_at']
           || jsonb_build_object('record', i_record.record_id, 'source', record.find_source(i_record));
$$;
comment on function record.describe_publication(record.record) is 'What a review of a publication pins.';
revoke all on function record.describe_publication(record.record) from public;
