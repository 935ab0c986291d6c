-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_proposed_code: the seed that waits for its first code.
-- Result:  {sealed, window}, without an entry: gateway.confirm_code writes it.
--          Refusal, written: no_one_time_code, also after an hour.

create function gateway.read_proposed_code(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c        audit.call := audit.begin_call(i_call, null, 'otp.confirm');
    l_proposed bytea;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select o.proposed into l_proposed
      from identity.one_time_code o
     where o.account_id = l_c.account_id and o.proposed_at > statement_timestamp() - interval '1 hour';
    if l_proposed is null then
        return audit.end_call(l_c, 'no_one_time_code', null);
    end if;
    return row('ok', jsonb_build_object('sealed', encode(l_proposed, 'hex'), 'window', (
        select p.code_window_steps from access.session_policy p where p.policy = l_c.policy)))::gateway.answer;
end;
$$;
comment on function gateway.read_proposed_code(jsonb, jsonb) is 'The seed that waits for its first code.';
revoke all on function gateway.read_proposed_code(jsonb, jsonb) from public;
grant execute on function gateway.read_proposed_code(jsonb, jsonb) to cs_gateway;
