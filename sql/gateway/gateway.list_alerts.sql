-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_alerts: the alerts about the caller's institution, newest
-- first; the operator's people see all.
-- Input:   {code, account, limit, after}, all optional.
-- Result:  {items, next, names}; refusal: forbidden.

create function gateway.list_alerts(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, 'alert.read', 'alert.list');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_items jsonb;
    l_page  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_agg(ops.describe_alert(a) order by a.alert_id desc) into l_items
      from (
            select a.*
              from ops.alert a
             where (a.institution_id = l_c.institution_id
                    or exists (select from identity.platform p where p.institution_id = l_c.institution_id))
               and (i_request->>'code' is null or a.code = i_request->>'code')
               and (i_request->>'account' is null or a.account_id = ops.read_uuid(i_request->>'account'))
               and (i_request->>'after' is null or a.alert_id < ops.read_uuid(i_request->>'after'))
             order by a.alert_id desc
             limit l_limit + 1
           ) a;
    l_page := ops.make_page(l_items, l_limit);
    return audit.end_call(l_c, 'ok', l_page || jsonb_build_object('names', record.list_names(l_c, l_page, null)));
end;
$$;
comment on function gateway.list_alerts(jsonb, jsonb) is 'The alerts about the caller''s institution.';
revoke all on function gateway.list_alerts(jsonb, jsonb) from public;
grant execute on function gateway.list_alerts(jsonb, jsonb) to cs_gateway;
