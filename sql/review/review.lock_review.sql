-- SPDX-License-Identifier: Apache-2.0
-- review.lock_review: takes the locks of a decision, in the one order:
-- platform, institution, account by id, person, device, review, session.  What
-- the effect will change is locked for that at once, for a lock that grows later
-- meets the other decider's halfway; what the decision rests on is locked
-- against change.  Sessions come last: here no call holds its own.
-- Result:  the review as it stands then, null where the caller may not know of it.

create function review.lock_review(i_c audit.call, i_review uuid) returns review.review
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r     review.review;
    l_id    uuid;
    l_whose uuid;
begin
    select * into l_r from review.review r where r.review_id = i_review;
    if not found or not review.may_read(l_r, i_c) then
        return null;
    end if;
    if l_r.object_type = 'institution' then
        perform identity.lock_names();
        perform from identity.institution i where i.institution_id = l_r.object_id for no key update;
    end if;
    perform from identity.institution i where i.institution_id = i_c.institution_id for share;
    -- A grant is its holder's: whoever ends their rights meanwhile finds it, or has ended it.
    l_whose := coalesce((select d.account_id from identity.device d where d.device_id = l_r.object_id),
                        (select g.account_id from access.grant g where g.grant_id = l_r.object_id), l_r.object_id);
    for l_id in select a from unnest(array[i_c.account_id, l_whose]) a order by a loop
        if l_id = i_c.account_id then
            perform from identity.account a where a.account_id = l_id for share;
        else
            perform identity.hold_account(l_id);
        end if;
    end loop;
    -- Whose account or grant it is: their duties are compared over all their accounts.
    perform identity.hold_person(case l_r.kind when 'permission.grant' then l_r.beneficiary_id
                                     else (select a.person_id from identity.account a where a.account_id = l_whose) end);
    -- Of the caller's a passkey's count may move, of the object's the state.
    for l_id in select d from unnest(array[i_c.device_id, l_r.object_id]) d order by d loop
        perform from identity.device d where d.device_id = l_id for no key update;
    end loop;
    select * into strict l_r from review.review r where r.review_id = i_review for no key update;
    return l_r;
end;
$$;
comment on function review.lock_review(audit.call, uuid) is 'Takes the locks of a decision.';
revoke all on function review.lock_review(audit.call, uuid) from public;
