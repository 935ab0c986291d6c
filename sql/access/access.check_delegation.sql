-- SPDX-License-Identifier: Apache-2.0
-- access.check_delegation: the last word on delegations, at commit, whoever
-- writes one: two persons of one institution, both active, neither a service;
-- the one holds what the policy lets be delegated, the other nothing that
-- excludes it, over all accounts of theirs (GS-3.1.1).  Not transitive: what was
-- delegated is held by nobody but by whom it comes from.
-- Definer's rights, because what is deferred to the commit runs as the login.
-- Raises:  CS010 for exclusive permissions, CS017 for all else.

create function access.check_delegation() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform access.lock_exclusive(new.to_account_id);
    if not exists (
           select
             from identity.account f, identity.account t, access.delegation_policy p
            where f.account_id = new.from_account_id and t.account_id = new.to_account_id and f.person_id <> t.person_id
              and f.institution_id = new.institution_id and t.institution_id = new.institution_id
              and (f.kind, f.state, t.kind, t.state) = ('person', 'active', 'person', 'active')
              and p.policy = access.current_policy() and new.until_at <= new.from_at + p.most
              and exists (select from access.list_delegable(f.account_id) d where d = new.permission)) then
        raise exception using errcode = 'CS017', message = 'nobody can delegate this to them';
    end if;
    return null;
end;
$$;
comment on function access.check_delegation() is 'Trigger: a delegation is between two persons of one institution, of what the one holds and the other may.';
revoke all on function access.check_delegation() from public;
