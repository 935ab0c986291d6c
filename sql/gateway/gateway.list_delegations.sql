-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_delegations: in whose name the caller decides or will, and who in
-- the caller's; or those of an account of the institution, for its officers and
-- auditors.
-- Input:   {account, limit, after}.  Result: {items, next, names}; refusal: not_found.

create function gateway.list_delegations(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null, 'delegation.list');
    l_account uuid := coalesce(ops.read_uuid(i_request->>'account'), l_c.account_id);
    l_limit   integer := coalesce((i_request->>'limit')::integer, 50);
    l_items   jsonb;
    l_page    jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if l_account <> l_c.account_id and not (
           (access.has_permission(l_c.account_id, 'entry.read') or access.has_permission(l_c.account_id, 'account.manage'))
           and exists (select from identity.account a
                        where a.account_id = l_account and a.institution_id = l_c.institution_id)) then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    select jsonb_agg(access.describe_delegation(d) order by d.delegation_id) into l_items
      from (
            select d.*
              from access.delegation d
             where l_account in (d.from_account_id, d.to_account_id) and d.ended_at is null and d.until_at > statement_timestamp()
               and (i_request->>'after' is null or d.delegation_id > ops.read_uuid(i_request->>'after'))
             order by d.delegation_id
             limit l_limit + 1
           ) d;
    l_page := ops.make_page(l_items, l_limit);
    return audit.end_call(l_c, 'ok', l_page || jsonb_build_object('names', record.list_names(l_c, l_page, array[l_c.institution_id])));
end;
$$;
comment on function gateway.list_delegations(jsonb, jsonb) is 'Who decides in whose name.';
revoke all on function gateway.list_delegations(jsonb, jsonb) from public;
grant execute on function gateway.list_delegations(jsonb, jsonb) to cs_gateway;
