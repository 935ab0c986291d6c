-- SPDX-License-Identifier: Apache-2.0
-- access.check_exclusive: the last word on exclusive permissions, at commit,
-- whichever way an account came by a role or came back to life (GS-3.1.1).
-- Definer's rights, because what is deferred to the commit runs as the login.
-- Raises:  CS010.

create function access.check_exclusive() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_pair text;
begin
    select access.find_exclusive(a.person_id, '{}') into l_pair
      from identity.account a
     where a.account_id = new.account_id;
    if l_pair is not null then
        raise exception using errcode = 'CS010', message = 'one person cannot hold both ' || l_pair;
    end if;
    return null;
end;
$$;
comment on function access.check_exclusive() is 'Trigger: no person holds two permissions that exclude each other.';
revoke all on function access.check_exclusive() from public;
