-- SPDX-License-Identifier: Apache-2.0
-- gateway.transfer_account: somebody takes another post (GS-3.3).
-- Input and result: see identity.ask_transfer.

create function gateway.transfer_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'account.manage', 'account.transfer');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, identity.ask_transfer(l_c, i_request));
end;
$$;
comment on function gateway.transfer_account(jsonb, jsonb) is 'Ends the rights of a post and asks for those of another.';
revoke all on function gateway.transfer_account(jsonb, jsonb) from public;
grant execute on function gateway.transfer_account(jsonb, jsonb) to cs_gateway;
