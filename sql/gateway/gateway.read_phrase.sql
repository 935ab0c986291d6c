-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_phrase: the phrase, for a bound device before it sends the
-- password (JR-11.3.1); a copy of the platform cannot show it.
-- Input:   {account, thumbprint}.
-- Result:  {account, sealed, state}; sealed is null where none was chosen,
--          state is the account's, which a sign-in would tell this device,
--          too.  Refusal: device_not_bound for unknown account and unbound
--          device alike, but as a sign-in explains it to who has the key;
--          too_many_requests for networks that try often.

create function gateway.read_phrase(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c    audit.call := audit.begin_stranger_call(i_call, 'phrase.read');
    l_told jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_c := identity.find_terminal(l_c, i_request->>'account', i_request->>'thumbprint');
    if l_c.device_id is null then
        l_told := identity.explain_unbound(i_request->>'account', i_request->>'thumbprint');
        if (l_told->>'awaited')::boolean then
            return audit.end_call(l_c, 'device_not_bound', l_told - 'awaited');
        end if;
        return ops.refuse_stranger(l_c, i_request->>'account', 'device_not_bound', l_told - 'awaited');
    end if;
    return audit.end_call(l_c, 'ok', (
        select jsonb_build_object(
                   'account', a.account_id, 'state', identity.current_state(a),
                   'sealed', (select encode(p.sealed, 'hex') from identity.phrase p where p.account_id = a.account_id))
          from identity.account a
         where a.account_id = l_c.account_id));
end;
$$;
comment on function gateway.read_phrase(jsonb, jsonb) is 'The phrase of an account, for its bound device.';
revoke all on function gateway.read_phrase(jsonb, jsonb) from public;
grant execute on function gateway.read_phrase(jsonb, jsonb) to cs_gateway;
