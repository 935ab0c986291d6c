-- SPDX-License-Identifier: Apache-2.0
-- gateway.end_delegation: ends a delegation at once: by either of the two, or by
-- an officer of their institution.
-- Input:   {delegation}.  Result: nothing; refusal: not_found.
-- Tables:  identity.institution (row lock); as access.end_delegation.

create function gateway.end_delegation(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'delegation.end');
    l_d access.delegation;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    -- Against those who decide, as whatever ends somebody's ability to.
    perform from identity.institution i where i.institution_id = l_c.institution_id for no key update;
    select d.* into l_d
      from access.delegation d
     where d.delegation_id = ops.read_uuid(i_request->>'delegation') and d.institution_id = l_c.institution_id
       and d.ended_at is null and d.until_at > statement_timestamp()
       and (l_c.account_id in (d.from_account_id, d.to_account_id) or access.has_permission(l_c.account_id, 'account.manage'))
       for no key update;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    perform access.end_delegation(l_c, l_d, 'ended');
    return audit.end_call(l_c, 'ok', null, jsonb_build_object('owner', l_c.institution_id));
end;
$$;
comment on function gateway.end_delegation(jsonb, jsonb) is 'Ends a delegation.';
revoke all on function gateway.end_delegation(jsonb, jsonb) from public;
grant execute on function gateway.end_delegation(jsonb, jsonb) to cs_gateway;
