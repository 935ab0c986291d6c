-- SPDX-License-Identifier: Apache-2.0
-- review.notify_result: tells the requester, whoever gains by it, and whose record
-- it is about, what has become of a review (JR-5.2).  To whom something would have been forwarded is not
-- told that it was refused.
-- Inputs:  i_state, where it stands now; i_reason, of a failed one.

create function review.notify_result(i_c audit.call, i_review review.review, i_state text, i_reason text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform ops.notify(i_c, array(
        select a.account_id
          from identity.account a
         where a.account_id = i_review.account_id
            or a.person_id = i_review.beneficiary_id and a.state not in ('closed', 'rejected')
               and (i_state = 'approved' or not i_review.payload::jsonb ? 'forwarded_by')
            or i_review.object_type = 'record' and a.person_id = i_review.author_id and a.person_id <> i_review.person_id
               and a.state not in ('closed', 'rejected')),
        'review.' || case when i_state in ('approved', 'rejected') then 'decided' else i_state end,
        jsonb_strip_nulls(jsonb_build_object(
            'review', i_review.review_id, 'kind', i_review.kind, 'object', i_review.object_id, 'state', i_state, 'reason', i_reason)));
end;
$$;
comment on function review.notify_result(audit.call, review.review, text, text) is 'Tells what has become of a review.';
revoke all on function review.notify_result(audit.call, review.review, text, text) from public;
