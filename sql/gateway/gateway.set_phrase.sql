-- SPDX-License-Identifier: Apache-2.0
-- gateway.set_phrase: keeps the phrase by which a person knows the platform
-- (JR-11.3.1).
-- Input:   {sealed}: as the gateway sealed it, hex.  Result: nothing.
-- Tables:  identity.phrase.

create function gateway.set_phrase(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'phrase.set');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    insert into identity.phrase as p (account_id, sealed)
    values (l_c.account_id, decode(i_request->>'sealed', 'hex'))
        on conflict (account_id) do update set sealed = excluded.sealed, set_at = excluded.set_at;
    return audit.end_call(l_c, 'ok', null);
end;
$$;
comment on function gateway.set_phrase(jsonb, jsonb) is 'Keeps the phrase by which a person knows the platform.';
revoke all on function gateway.set_phrase(jsonb, jsonb) from public;
grant execute on function gateway.set_phrase(jsonb, jsonb) to cs_gateway;
