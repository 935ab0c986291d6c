-- SPDX-License-Identifier: Apache-2.0
-- gateway.propose_device: proposes a further device of the caller (GS-2.1.3).
-- Input and result: see identity.ask_device.

create function gateway.propose_device(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'device.propose');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_device(l_c, i_request));
end;
$$;
comment on function gateway.propose_device(jsonb, jsonb) is 'Proposes a further device of the caller.';
revoke all on function gateway.propose_device(jsonb, jsonb) from public;
grant execute on function gateway.propose_device(jsonb, jsonb) to cs_gateway;
