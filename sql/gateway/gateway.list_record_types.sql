-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_record_types: what kinds of records there are, by the policy
-- in force.
-- Result:  {items, next}.  Tables: reads access.record_type.

create function gateway.list_record_types(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'record_type.list');
    l_items jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select coalesce(jsonb_agg(jsonb_build_object(
               'name', t.type, 'reader', t.reader, 'media_type', t.media_type,
               'schema', t.document->'schema', 'fields', coalesce(t.document->'fields', '[]'),
               'exact', coalesce(t.document->'exact', 'false'), 'sealed', coalesce(t.document->'sealed', 'false'))
           order by t.type), '[]')
      into l_items
      from access.record_type t
     where t.policy = l_c.policy;
    return audit.end_call(l_c, 'ok', jsonb_build_object('items', l_items, 'next', null));
end;
$$;
comment on function gateway.list_record_types(jsonb, jsonb) is 'What kinds of records there are.';
revoke all on function gateway.list_record_types(jsonb, jsonb) from public;
grant execute on function gateway.list_record_types(jsonb, jsonb) to cs_gateway;
