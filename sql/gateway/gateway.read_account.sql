-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_account: one account: the own, or one of the institution for
-- those who may read them.
-- Input:   {account}.  Result: the account; refusal: not_found.

create function gateway.read_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'account.read');
    l_a identity.account;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select a.* into l_a
      from identity.account a
     where a.account_id = ops.read_uuid(i_request->>'account') and a.institution_id = l_c.institution_id
       and (a.account_id = l_c.account_id or access.has_permission(l_c.account_id, 'account.read'));
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    return audit.end_call(l_c, 'ok', identity.describe_account(l_a), jsonb_build_object('owner', l_a.institution_id));
end;
$$;
comment on function gateway.read_account(jsonb, jsonb) is 'One account of the caller''s institution.';
revoke all on function gateway.read_account(jsonb, jsonb) from public;
grant execute on function gateway.read_account(jsonb, jsonb) to cs_gateway;
