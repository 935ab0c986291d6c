-- SPDX-License-Identifier: Apache-2.0
-- access.check_exclusive: the last word on exclusive permissions, on roles of
-- management outside the operator's institution, and on what is a service's, at
-- commit, whichever way an account came by a role or a function permission or
-- came back to life (GS-3.1.1, GS-2.1.3).
-- Definer's rights, because what is deferred to the commit runs as the login.
-- Raises:  CS010.

create function access.check_exclusive() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_role text;
begin
    perform access.lock_exclusive(new.account_id);
    select r.role into l_role
      from identity.account_role r
      join identity.account a on a.account_id = r.account_id
      join identity.platform p on p.institution_id <> a.institution_id
     where r.account_id = new.account_id and a.state not in ('closed', 'rejected') and access.is_management(r.role);
    if found then
        raise exception using errcode = 'CS010', message = 'only the operator''s people can hold ' || l_role;
    end if;
    select format('a %s cannot hold %s', a.kind, r.role) into l_role
      from identity.account_role r
      join identity.account a on a.account_id = r.account_id
     where r.account_id = new.account_id and a.state not in ('closed', 'rejected') and (a.kind = 'service') <> (r.role = 'service');
    if found then
        raise exception using errcode = 'CS010', message = l_role;
    end if;
    select format('%s cannot be given to %s', p.permission, a.name) into l_role
      from access.grant g
      join identity.account a on a.account_id = g.account_id
      join access.permission p on p.permission = g.permission and p.policy = access.current_policy()
     where g.account_id = new.account_id and g.state = 'granted' and g.until_at > statement_timestamp()
       and (a.kind = 'service' or p.tier = 'management' and a.institution_id <> (select o.institution_id from identity.platform o));
    if found then
        raise exception using errcode = 'CS010', message = l_role;
    end if;
    return null;
end;
$$;
comment on function access.check_exclusive() is 'Trigger: no person holds two permissions that exclude each other, nobody but the operator''s people what belongs to management, services their own alone.';
revoke all on function access.check_exclusive() from public;
