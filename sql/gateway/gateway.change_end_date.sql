-- SPDX-License-Identifier: Apache-2.0
-- gateway.change_end_date: an account ends sooner, or later (GS-2.1.1).
-- Input and result: see identity.ask_end_date.

create function gateway.change_end_date(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'account.manage', 'account.end_date');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_end_date(l_c, i_request));
end;
$$;
comment on function gateway.change_end_date(jsonb, jsonb) is 'Changes when an account ends.';
revoke all on function gateway.change_end_date(jsonb, jsonb) from public;
grant execute on function gateway.change_end_date(jsonb, jsonb) to cs_gateway;
