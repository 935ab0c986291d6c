-- SPDX-License-Identifier: Apache-2.0
-- gateway.end_sessions: signs out everywhere; under a break-glass somebody else
-- of the institution.
-- Input:   {account}, the caller's own unless it is named.
-- Result:  nothing; refusal: not_found, for others' too.  Tables: identity.session; writes session.ended for each.

create function gateway.end_sessions(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null, 'session.end_all');
    l_account uuid := coalesce(ops.read_uuid(i_request->>'account'), l_c.account_id);
    l_glass   uuid;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if l_account <> l_c.account_id then
        l_glass := access.hold_break_glass(l_c);
        if l_glass is null or not exists (
                select from identity.account a
                 where a.account_id = l_account and a.institution_id = l_c.institution_id and a.state not in ('closed', 'rejected')) then
            return audit.end_call(l_c, 'not_found', null);
        end if;
    end if;
    perform identity.end_sessions(l_c, array(
        select s.session_id from identity.session s where s.account_id = l_account and s.ended_at is null));
    return audit.end_call(l_c, 'ok', null, access.use_break_glass(l_c, l_glass, 'account', l_account));
end;
$$;
comment on function gateway.end_sessions(jsonb, jsonb) is 'Signs out everywhere.';
revoke all on function gateway.end_sessions(jsonb, jsonb) from public;
grant execute on function gateway.end_sessions(jsonb, jsonb) to cs_gateway;
