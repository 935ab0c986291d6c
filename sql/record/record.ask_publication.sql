-- SPDX-License-Identifier: Apache-2.0
-- record.ask_publication: its author submits a draft for publication.
-- Input:   {record, urgency}.
-- Result:  {code, body, facts}, for audit.end_call: {review}; refusals: not_found, conflict when it is no draft, with its
--          state, its review and, where that was sent back, the way on, and what
--          review.open_review says.
-- Tables:  record.record, locked.

create function record.ask_publication(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_record record.record;
    l_opened jsonb;
begin
    select r.* into l_record
      from record.record r
     where r.record_id = ops.read_uuid(i_request ->> 'record') and r.account_id = i_c.account_id
       for update;
    if not found then
        return jsonb_build_object('code', 'not_found');
    end if;
    if l_record.state <> 'draft' then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_build_object(
            'detail', 'the record is ' || l_record.state || case
                when (select review.find_state(w) from review.review w where w.review_id = l_record.review_id) = 'returned'
                    then ', its publication was sent back: revise the record, then resubmit the review' else '' end,
            'review', l_record.review_id), 'facts', jsonb_build_object('owner', l_record.institution_id));
    end if;
    l_opened := record.submit_record(i_c, l_record, coalesce(i_request ->> 'urgency', 'normal'));
    return jsonb_build_object('code', l_opened ->> 'code', 'body', l_opened - 'code', 'facts', jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision, 'review', l_opened -> 'review' ->> 'id'));
end;
$$;
comment on function record.ask_publication(audit.call, jsonb) is 'Its author submits a draft for publication.';
revoke all on function record.ask_publication(audit.call, jsonb) from public;
