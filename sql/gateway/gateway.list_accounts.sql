-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_accounts: the accounts of the caller's institution, in the
-- order in which they came.
-- Input:   {limit, after}.  Result: {items, next}; refusal: forbidden.

create function gateway.list_accounts(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, 'account.read', 'account.list');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_items jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_agg(identity.describe_account(a) order by a.account_id) into l_items
      from (
            select a.*
              from identity.account a
             where a.institution_id = l_c.institution_id
               and (i_request->>'after' is null or a.account_id > ops.read_uuid(i_request->>'after'))
             order by a.account_id
             limit l_limit + 1
           ) a;
    return audit.end_call(l_c, 'ok', ops.make_page(l_items, l_limit));
end;
$$;
comment on function gateway.list_accounts(jsonb, jsonb) is 'The accounts of the caller''s institution.';
revoke all on function gateway.list_accounts(jsonb, jsonb) from public;
grant execute on function gateway.list_accounts(jsonb, jsonb) to cs_gateway;
