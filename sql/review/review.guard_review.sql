-- SPDX-License-Identifier: Apache-2.0
-- review.guard_review: a review stands where its stages say.  It is approved, or
-- failed in its effect, when all stages of its round are, and these are the ones
-- that its policies ask for (of parties and members those that its round began with); what it pinned changes with the next round alone,
-- and what is over stays over.
-- Raises:  CS016.

create function review.guard_review() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_renewed boolean := tg_op = 'UPDATE' and new.round = old.round + 1 and old.state in ('returned', 'failed') and new.state = 'open';
begin
    if tg_op = 'INSERT' then
        if new.state = 'open' and new.round = 1 then
            return new;
        end if;
        raise exception using errcode = 'CS016', message = 'a review begins open, in its first round';
    elsif row(old.review_id, old.kind, old.account_id, old.person_id, old.institution_id, old.department, old.owner_id,
           old.beneficiary_id, old.author_id, old.object_type, old.object_id, old.grade)
       is distinct from row(new.review_id, new.kind, new.account_id, new.person_id, new.institution_id, new.department, new.owner_id,
           new.beneficiary_id, new.author_id, new.object_type, new.object_id, new.grade)
       or not l_renewed and row(old.round, old.policy, old.base, old.digest)
                            is distinct from row(new.round, new.policy, new.base, new.digest) then
        raise exception using errcode = 'CS016', message = 'what a review pinned is not changed';
    end if;
    if new.state <> old.state and not l_renewed
       and (old.state, new.state) not in (('open', 'approved'), ('open', 'failed'), ('open', 'rejected'), ('open', 'returned'), ('open', 'expired'),
                                          ('open', 'withdrawn'), ('returned', 'expired'), ('returned', 'withdrawn')) then
        raise exception using errcode = 'CS016', message = format('a review that is %s is not %s', old.state, new.state);
    end if;
    if new.state in ('approved', 'failed') and new.state <> old.state and (
           exists (select from review.stage s where s.review_id = new.review_id and s.round = new.round and s.state <> 'approved')
           or exists (select from review.draft_needs(new, review.list_parties(new.review_id, new.round)) w
                       where w.scope <> 'members' and not exists (
                             select from review.need n
                              where n.review_id = w.review_id and n.round = w.round and n.ordinal = w.ordinal
                                and row(n.permission, n.scope, n.institution_id) = row(w.permission, w.scope, w.institution_id)
                                and n.department is not distinct from w.department and n.approvals >= w.approvals))) then
        raise exception using errcode = 'CS016', message = 'not all whom it needs have approved it';
    end if;
    return new;
end;
$$;
comment on function review.guard_review() is 'Trigger: a review stands where its stages say.';
revoke all on function review.guard_review() from public;
