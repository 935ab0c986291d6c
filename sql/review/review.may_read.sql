-- SPDX-License-Identifier: Apache-2.0
-- review.may_read: may the caller know of a review: its requester, whom it is
-- about (to whom a record is forwarded once it was approved, for what was refused
-- they were not to know of), who decides or has decided a stage, and auditors of
-- the requester's or owner's institution, or of a regulator in charge of one.  A
-- service is nobody of these: its owner being one does not make its certificate
-- worth the owner's.

create function review.may_read(i_review review.review, i_c audit.call) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- A null among those compared must not become a maybe.
    return i_c.kind is distinct from 'service' and coalesce(
        i_c.person_id in (i_review.person_id, i_review.author_id)
        or i_c.person_id = i_review.beneficiary_id and (i_review.state = 'approved' or not i_review.payload::jsonb ? 'forwarded_by')
        or review.has_acted(i_review.review_id, array[i_c.person_id])
        or exists (select from review.need n
                    where n.review_id = i_review.review_id and n.round = i_review.round
                      and (i_c.account_id in (select h.account_id from review.list_holders(i_review, n) h)
                           or i_c.account_id in (select (d.account).account_id from review.list_delegates(i_review, n) d)))
        or exists (select from audit.list_readable(i_c.institution_id) r (institution_id)
                    where r.institution_id in (i_review.institution_id, i_review.owner_id))
           and access.has_permission(i_c.account_id, 'entry.read'), false);
end;
$$;
comment on function review.may_read(review.review, audit.call) is 'Whether the caller may know of a review.';
revoke all on function review.may_read(review.review, audit.call) from public;
