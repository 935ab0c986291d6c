-- SPDX-License-Identifier: Apache-2.0
-- record.find_object: the record that an entry is about: its object, or what
-- lies under the review that is its object.
-- Result:  null where there is none.

create function record.find_object(i_object_type text, i_object text) returns uuid
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return case i_object_type
        when 'record' then ops.read_uuid(i_object)
        when 'review' then (select w.object_id from review.review w
                             where w.review_id = ops.read_uuid(i_object) and w.object_type = 'record') end;
end;
$$;
comment on function record.find_object(text, text) is 'The record that an entry is about, itself or by its review.';
revoke all on function record.find_object(text, text) from public;
