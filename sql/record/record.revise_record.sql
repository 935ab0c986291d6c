-- SPDX-License-Identifier: Apache-2.0
-- record.revise_record: what is asked for a record is asked for once more; a
-- publication or destruction of what the record is now, for its author may have
-- made a new revision of it meanwhile; another level only of what it was then.
-- Result:  {code: ok, payload, base}, or a refusal.  Tables: record.record.

create function record.revise_record(i_review review.review, i_p jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_record record.record;
    l_open   uuid;
begin
    select r.* into strict l_record from record.record r where r.record_id = i_review.object_id for update;
    l_open := review.find_open(null, 'record', l_record.record_id);
    if l_open <> i_review.review_id then
        return jsonb_build_object('code', 'conflict', 'detail', 'the record is under review', 'review', l_open);
    elsif i_review.kind = 'record.reclassify' and (l_record.state <> 'published' or not exists (
              select from record.reclassification m where m.review_id = i_review.review_id) or l_record.version <> i_review.base) then
        return jsonb_build_object('code', 'conflict', 'detail', 'what was made ready for it is gone: ask anew');
    elsif i_review.kind = 'record.reclassify' then
        return jsonb_build_object('code', 'ok', 'payload', i_p, 'base', l_record.version);
    elsif i_review.kind = 'record.destroy' and l_record.state not in ('draft', 'published', 'withdrawn') then
        return jsonb_build_object('code', 'conflict', 'detail', 'the record is ' || l_record.state);
    elsif i_review.kind = 'record.destroy' then
        return jsonb_build_object('code', 'ok', 'base', l_record.version, 'payload',
            case when i_p ? 'title' then record.describe_publication(l_record) else record.describe_orphan(l_record) end);
    elsif l_record.state not in ('draft', 'in_review') or l_record.review_id <> i_review.review_id then
        return jsonb_build_object('code', 'conflict', 'detail', 'the record is ' || l_record.state, 'review', l_record.review_id);
    end if;
    update record.record r
       set state = 'in_review', version = r.version + 1
     where r.record_id = l_record.record_id
    returning r.* into l_record;
    return jsonb_build_object('code', 'ok', 'payload', record.describe_publication(l_record), 'base', l_record.version);
end;
$$;
comment on function record.revise_record(review.review, jsonb) is 'Asks once more for what concerns a record.';
revoke all on function record.revise_record(review.review, jsonb) from public;
