-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_grants: grants of data that count now: the caller's own, or
-- those of an account of the institution for its auditors.
-- Input:   {account, limit, after}.  Result: {items, next}; refusal: not_found.

create function gateway.list_grants(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null, 'grant.list');
    l_account uuid := coalesce(ops.read_uuid(i_request->>'account'), l_c.account_id);
    l_limit   integer := coalesce((i_request->>'limit')::integer, 50);
    l_items   jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if l_account <> l_c.account_id and not (
           access.has_permission(l_c.account_id, 'entry.read')
           and exists (select from identity.account a
                        where a.account_id = l_account and a.institution_id = l_c.institution_id)) then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    select jsonb_agg(access.describe_grant(g) || jsonb_build_object(
               'risk', access.describe_risk(g.grant_id, case l_account when l_c.account_id then 'names' else 'whole' end)) order by g.grant_id) into l_items
      from (
            select g.*
              from access.list_live_grants(l_account) g
             where i_request->>'after' is null or g.grant_id > ops.read_uuid(i_request->>'after')
             order by g.grant_id
             limit l_limit + 1
           ) g;
    return audit.end_call(l_c, 'ok', ops.make_page(l_items, l_limit));
end;
$$;
comment on function gateway.list_grants(jsonb, jsonb) is 'Grants of data that count now.';
revoke all on function gateway.list_grants(jsonb, jsonb) from public;
grant execute on function gateway.list_grants(jsonb, jsonb) to cs_gateway;
