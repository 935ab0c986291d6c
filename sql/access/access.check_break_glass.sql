-- SPDX-License-Identifier: Apache-2.0
-- access.check_break_glass: the last word on break-glasses, at commit, whoever
-- writes one: two persons of the institution, each by an account of theirs that
-- is no service; active by two who may both start one; reviewed by a review of
-- just this that was decided.
-- Definer's rights, because what is deferred to the commit runs as the login.
-- Raises:  CS018.

create function access.check_break_glass() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
           select
             from (values (new.account_id, new.person_id), (new.joined_account_id, new.joined_person_id)) w (account_id, person_id)
             left join identity.account a on a.account_id = w.account_id and a.person_id = w.person_id
                                         and a.institution_id = new.institution_id and a.kind = 'person'
            where w.account_id is not null
              and (a.account_id is null or new.state = 'active' and not access.has_permission(a.account_id, 'break_glass.start')))
       or new.state = 'reviewed' and not exists (
           select
             from review.review r
            where r.review_id = new.review_id and r.kind = 'breakglass.review' and r.object_id = new.break_glass_id
              and r.state = case when new.justified then 'approved' else 'rejected' end) then
        raise exception using errcode = 'CS018', message = 'no break-glass of these two, or not reviewed so';
    end if;
    return null;
end;
$$;
comment on function access.check_break_glass() is 'Trigger: a break-glass is of two persons of its institution, and reviewed by its review.';
revoke all on function access.check_break_glass() from public;
