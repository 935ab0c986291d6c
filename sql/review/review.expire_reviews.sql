-- SPDX-License-Identifier: Apache-2.0
-- review.expire_reviews: ends what nobody decided in time: never an automatic
-- yes (GS-2.2.3).  By the clock, one at a time, as ops.run_clock says.
-- Result:  how many.
-- Tables:  as review.end_review; what waited for the review is locked before
--          it, in the order of review.lock_review.

create function review.expire_reviews(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r      review.review;
    l_number integer := 0;
begin
    for l_r in
        select r.* from review.review r
         where r.closed_at is null and r.expires_at <= statement_timestamp()
         order by r.object_id, r.review_id
         limit 100
    loop
        begin
            perform from identity.institution i where i.institution_id = l_r.object_id for no key update;
            perform from identity.account a where a.account_id = l_r.object_id for no key update;
            perform from identity.device d where d.device_id = l_r.object_id for no key update;
            select r.* into l_r from review.review r where r.review_id = l_r.review_id and r.closed_at is null for no key update;
            if found then
                perform review.end_review(i_c, l_r, 'expired', null);
                l_number := l_number + 1;
            end if;
        exception when others then -- the others' time is over, too
            l_number := l_number + ops.note_failure(i_c, 'expire_reviews', sqlstate, '{}');
        end;
        exit when l_number > 0; -- what raised is passed over, one that is done is enough for a tick
    end loop;
    return l_number;
end;
$$;
comment on function review.expire_reviews(audit.call) is 'Ends reviews whose time is over.';
revoke all on function review.expire_reviews(audit.call) from public;
