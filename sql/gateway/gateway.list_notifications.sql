-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_notifications: what the caller was told, oldest first, so that
-- the last one's id is where the next page begins, also when it comes later.
-- In the order of transactions, and none whose could still be overtaken by one
-- under way: else a slow one, committed later with a smaller id, would be
-- told to nobody who asks on from there.
-- Input:   {limit, after}.  Result: {items, next, names}.

create function gateway.list_notifications(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'notification.list');
    l_after uuid := ops.read_uuid(i_request->>'after');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_items jsonb;
    l_page  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_agg(ops.describe_notification(n) order by n.xid, n.notification_id) into l_items
      from (
            select n.*
              from ops.notification n
             where n.account_id = l_c.account_id
               and (n.xid < pg_snapshot_xmin(pg_current_snapshot()) or n.xid = pg_current_xact_id_if_assigned())
               and (l_after is null
                    or (n.xid, n.notification_id) > (coalesce((select s.xid from ops.notification s where s.notification_id = l_after), '0'), l_after))
             order by n.xid, n.notification_id
             limit l_limit + 1
           ) n;
    l_page := ops.make_page(l_items, l_limit);
    return audit.end_call(l_c, 'ok', l_page || jsonb_build_object('names', record.list_names(l_c, l_page, null)));
end;
$$;
comment on function gateway.list_notifications(jsonb, jsonb) is 'What the caller was told.';
revoke all on function gateway.list_notifications(jsonb, jsonb) from public;
grant execute on function gateway.list_notifications(jsonb, jsonb) to cs_gateway;
