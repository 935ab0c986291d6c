-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_devices: the caller's own devices, also those that ended, in the
-- order in which they came.
-- Input:   {limit, after}.  Result: {items, next}.

create function gateway.list_devices(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'device.list');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_items jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_agg(identity.describe_device(d) order by d.device_id) into l_items
      from (select * from identity.device o
             where o.account_id = l_c.account_id
               and (i_request->>'after' is null or o.device_id > ops.read_uuid(i_request->>'after'))
             order by o.device_id
             limit l_limit + 1) d;
    return audit.end_call(l_c, 'ok', ops.make_page(l_items, l_limit));
end;
$$;
comment on function gateway.list_devices(jsonb, jsonb) is 'The caller''s own devices.';
revoke all on function gateway.list_devices(jsonb, jsonb) from public;
grant execute on function gateway.list_devices(jsonb, jsonb) to cs_gateway;
