-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_records: the catalogue of what the caller may know of, newest
-- first.
-- Input:   {type, category, level, institution, since, limit, after}, all
--          optional; after is the id of the last record seen.
-- Result:  {items, next}.

create function gateway.list_records(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, 'record.read', 'record.list');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_items jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select coalesce(jsonb_agg(record.describe_record(r, l_c.institution_id) order by r.record_id desc), '[]')
      into l_items
      from (
            select r.*
              from record.record r
             where (i_request->>'after' is null or r.record_id < ops.read_uuid(i_request->>'after'))
               and (i_request->>'type' is null or r.type = i_request->>'type')
               and (i_request->>'category' is null or r.category = i_request->>'category')
               and (i_request->>'level' is null or r.level = i_request->>'level')
               and (i_request->>'since' is null or coalesce(r.published_at, r.created_at) >= ops.read_time(i_request->>'since'))
               and (i_request->>'institution' is null or r.institution_id = (
                       select i.institution_id from identity.institution i
                        where i.code = i_request->>'institution' and i.state <> 'rejected'))
               and record.find_basis(r, l_c.account_id, l_c.institution_id, l_c.rank) is not null
             order by r.record_id desc
             limit l_limit + 1
           ) r;
    return audit.end_call(l_c, 'ok', ops.make_page(l_items, l_limit));
end;
$$;
comment on function gateway.list_records(jsonb, jsonb) is 'The catalogue of what the caller may know of.';
revoke all on function gateway.list_records(jsonb, jsonb) from public;
grant execute on function gateway.list_records(jsonb, jsonb) to cs_gateway;
