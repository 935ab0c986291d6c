-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_institutions: the institutions of the platform, in the order in
-- which they came.  Proposed and rejected ones are the operator's to see.
-- Input:   {limit, after}.  Result: {items, next}.

create function gateway.list_institutions(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'institution.list');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_items jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_agg(identity.describe_institution(i) order by i.institution_id) into l_items
      from (
            select i.*
              from identity.institution i
             where (i_request->>'after' is null or i.institution_id > ops.read_uuid(i_request->>'after'))
               and (i.state not in ('pending', 'rejected')
                    or l_c.institution_id = (select p.institution_id from identity.platform p))
             order by i.institution_id
             limit l_limit + 1
           ) i;
    return audit.end_call(l_c, 'ok', ops.make_page(l_items, l_limit));
end;
$$;
comment on function gateway.list_institutions(jsonb, jsonb) is 'The institutions of the platform.';
revoke all on function gateway.list_institutions(jsonb, jsonb) from public;
grant execute on function gateway.list_institutions(jsonb, jsonb) to cs_gateway;
