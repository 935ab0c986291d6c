-- SPDX-License-Identifier: Apache-2.0
-- record.find_editable: a record of the caller's to which a new revision may be
-- made: a draft, or what reviewers sent back (GS-2.3.1).  Its review is locked
-- before it, so that it is not submitted meanwhile.
-- Result:  code ok with the draft; not_found; conflict in any other state.
-- Tables:  review.review, record.record (row locks).

create function record.find_editable(i_c audit.call, i_record uuid, out code text, out draft record.record)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_state text;
begin
    select review.find_state(w) into l_state
      from review.review w
     where w.review_id = (select r.review_id from record.record r where r.record_id = i_record and r.account_id = i_c.account_id)
       for share;
    select r.* into draft from record.record r where r.record_id = i_record and r.account_id = i_c.account_id for update;
    code := case
        when (draft).record_id is null then 'not_found'
        when (draft).state = 'draft' or (draft).state = 'in_review' and l_state = 'returned' then 'ok'
        else 'conflict' end;
end;
$$;
comment on function record.find_editable(audit.call, uuid) is 'A record to which its author may make a new revision.';
revoke all on function record.find_editable(audit.call, uuid) from public;
