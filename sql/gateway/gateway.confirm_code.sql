-- SPDX-License-Identifier: Apache-2.0
-- gateway.confirm_code: the first code of a proposed seed puts it in force.
-- Input:   {step, sealed}: null where the code was wrong; the seed that it was
--          tried with, so that another one proposed meanwhile is not meant.
-- Result:  {must}; refusals: invalid_otp; otp_used, for a code of the step in
--          which the former seed's was used.
-- Tables:  identity.one_time_code; writes otp.confirmed.

create function gateway.confirm_code(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'otp.confirm');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    update identity.one_time_code o
       set sealed = o.proposed, confirmed_at = statement_timestamp(), last_step = (i_request->>'step')::bigint,
           proposed = null, proposed_at = null
     where o.account_id = l_c.account_id and o.proposed = decode(i_request->>'sealed', 'hex')
       and o.last_step < (i_request->>'step')::bigint;
    if not found then
        return audit.end_call(l_c, case when identity.is_spent(l_c.account_id, (i_request->>'step')::bigint) then 'otp_used' else 'invalid_otp' end, null);
    end if;
    perform audit.write_consequence(l_c, 'otp.confirmed', 'account', l_c.account_id::text, '{}');
    return audit.end_call(l_c, 'ok', jsonb_build_object('must', to_jsonb(identity.list_owed(l_c.account_id))));
end;
$$;
comment on function gateway.confirm_code(jsonb, jsonb) is 'Puts a proposed seed in force.';
revoke all on function gateway.confirm_code(jsonb, jsonb) from public;
grant execute on function gateway.confirm_code(jsonb, jsonb) to cs_gateway;
