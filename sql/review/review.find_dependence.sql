-- SPDX-License-Identifier: Apache-2.0
-- review.find_dependence: what could not be led or decided any more without
-- an account: one person's power ends there.  The caller holds the row of its
-- institution, so that two of them cannot each rely on the other.
-- Input:   i_end, when the account ends.  Others who end by then, or before
--          somebody new could be admitted (the policy's time for an
--          activation), stand in for nobody: one person could else give notice
--          to all of them, one after the other.
-- Result:  null, or what depends on the account.

create function review.find_dependence(i_account identity.account, i_end timestamptz) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_held  text[] := array(select access.list_permissions(i_account.account_id));
    l_found text;
    l_until timestamptz := greatest(i_end, statement_timestamp() + (
        select k.expires from access.review_kind k where k.policy = access.current_policy() and k.kind = 'account.activate'));
begin
    select string_agg(r.role, ', ' order by r.role) into l_found
      from identity.account_role r
     where r.account_id = i_account.account_id and access.is_management(r.role) and not exists (
           select
             from identity.account_role o
             join identity.account a on a.account_id = o.account_id
            where o.role = r.role and a.institution_id = i_account.institution_id
              and a.person_id <> i_account.person_id and identity.is_able(a) and identity.is_staying(a, l_until));
    if l_found is not null then
        return 'nobody else here is ' || l_found;
    end if;
    -- Who could decide is asked last, and of as few as can be: it is by far the most.
    with touched as materialized (
        select k.kind, coalesce((
                   select string_agg(distinct n.permission, ', ' order by n.permission)
                     from access.review_need n
                    where n.policy = k.policy and n.kind = k.kind and n.permission = any (l_held)), k.raised_by) as held
          from access.review_kind k
         where k.policy = access.current_policy()
           -- What an institution's own cannot review of a break-glass the operator's do.
           and (k.kind <> 'breakglass.review' or i_account.institution_id = (select p.institution_id from identity.platform p))
           and exists (
               select from access.review_need n
                where n.policy = k.policy and n.kind = k.kind
                  and (n.permission = any (l_held) or k.raised_by = any (l_held)))
    )
    select string_agg(distinct t.kind, ', ' order by t.kind) || '; by ' || string_agg(distinct t.held, ', ' order by t.held) into l_found
      from touched t
     where not review.is_decidable(t.kind, i_account, i_account.person_id, l_until)
       and review.is_decidable(t.kind, i_account, null, null);
    return 'nobody could decide any more: ' || l_found; -- null where none was found
end;
$$;
comment on function review.find_dependence(identity.account, timestamptz) is 'What depends on an account alone.';
revoke all on function review.find_dependence(identity.account, timestamptz) from public;
