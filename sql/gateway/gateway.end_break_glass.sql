-- SPDX-License-Identifier: Apache-2.0
-- gateway.end_break_glass: one of the two ends it before its time.  Nobody else:
-- who is about to be suspended could else stop that for good, since there is no
-- other before this one was reviewed.
-- Input:   {break_glass}.  Result: nothing; refusals: not_found, conflict where
--          it is over.
-- Tables:  identity.institution (row lock); as access.end_break_glass.

create function gateway.end_break_glass(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'break_glass.end');
    l_b access.break_glass;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform from identity.institution i where i.institution_id = l_c.institution_id for no key update;
    select b.* into l_b
      from access.break_glass b
     where b.break_glass_id = ops.read_uuid(i_request->>'break_glass') and l_c.account_id in (b.account_id, b.joined_account_id)
       for no key update;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    elsif l_b.state not in ('asked', 'active') then
        return audit.end_call(l_c, 'conflict', jsonb_build_object('detail', 'it is ' || l_b.state), jsonb_build_object('owner', l_b.institution_id));
    end if;
    perform access.end_break_glass(l_c, l_b, 'person');
    return audit.end_call(l_c, 'ok', null, jsonb_build_object('owner', l_b.institution_id));
end;
$$;
comment on function gateway.end_break_glass(jsonb, jsonb) is 'Ends a break-glass before its time.';
revoke all on function gateway.end_break_glass(jsonb, jsonb) from public;
grant execute on function gateway.end_break_glass(jsonb, jsonb) to cs_gateway;
