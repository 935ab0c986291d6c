-- SPDX-License-Identifier: Apache-2.0
-- record.describe_audience: for whom a record is meant, as it was asked for:
-- "members" or an array of institution codes.

create function record.describe_audience(i_record record.record) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return case when i_record.for_members then to_jsonb(text 'members')
                else (select coalesce(jsonb_agg(i.code order by i.code), '[]')
                        from record.audience a
                        join identity.institution i using (institution_id)
                       where a.record_id = i_record.record_id) end;
end;
$$;
comment on function record.describe_audience(record.record) is 'The audience of a record: "members" or institution codes.';
revoke all on function record.describe_audience(record.record) from public;
