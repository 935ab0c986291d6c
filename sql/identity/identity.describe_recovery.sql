-- SPDX-License-Identifier: Apache-2.0
-- identity.describe_recovery: what a recovery would do, in the members that
-- are signed for it.
-- Input:   i_request: operation, and account (a name) with certificate (hex
--          DER) for device.bind, account for account.reinstate, policy (a
--          number, the former one unless stated) for policy.activate.
-- Result:  {account, name, base, thumbprint, kid} or {policy, base}; null
--          where there is nothing such to do.  base is the version that it
--          changes: a recovery fails when that moved.

create function identity.describe_recovery(i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a         identity.account;
    l_transport jsonb := identity.read_transport(i_request);
    l_policy    integer := coalesce((i_request ->> 'policy')::integer, access.current_policy() - 1);
begin
    if i_request ->> 'operation' = 'policy.activate' then
        return case when exists (select from access.policy_set s where s.policy = l_policy and l_policy < access.current_policy())
            then jsonb_build_object('policy', l_policy, 'base', access.current_policy()) end;
    end if;
    select a.* into l_a
      from identity.account a
     where a.name = i_request ->> 'account' and a.kind = 'person' and a.state in ('active', 'locked', 'suspended');
    if not found
       or i_request ->> 'operation' = 'account.reinstate' and l_a.state = 'active'
       or i_request ->> 'operation' = 'device.bind' and (l_transport ->> 'transport' is distinct from 'certificate'
                                                        or l_transport ->> 'common_name' is distinct from l_a.name)
       or coalesce(i_request ->> 'operation' not in ('account.reinstate', 'device.bind'), true) then
        return null;
    end if;
    return jsonb_build_object('account', l_a.account_id, 'name', l_a.name, 'base', l_a.version)
        || case i_request ->> 'operation' when 'device.bind' then
               jsonb_build_object('thumbprint', l_transport -> 'thumbprint', 'kid', l_transport -> 'kid') else '{}' end;
end;
$$;
comment on function identity.describe_recovery(jsonb) is 'What a recovery would do.';
revoke all on function identity.describe_recovery(jsonb) from public;
