-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_sessions: where the caller is signed in (GS-2.2.1).
-- Input:   {limit, after}.  Result: {items, next}.

create function gateway.list_sessions(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'session.list');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_items jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_agg(identity.describe_session(s, l_c.session_id) order by s.session_id) into l_items
      from (
            select s.*
              from identity.session s
             where s.account_id = l_c.account_id
               and s.session_id in (select v.session_id from identity.live_session v where v.account_id = l_c.account_id)
               and (i_request->>'after' is null or s.session_id > ops.read_uuid(i_request->>'after'))
             order by s.session_id
             limit l_limit + 1
           ) s;
    return audit.end_call(l_c, 'ok', ops.make_page(l_items, l_limit));
end;
$$;
comment on function gateway.list_sessions(jsonb, jsonb) is 'Where the caller is signed in.';
revoke all on function gateway.list_sessions(jsonb, jsonb) from public;
grant execute on function gateway.list_sessions(jsonb, jsonb) to cs_gateway;
