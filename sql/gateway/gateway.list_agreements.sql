-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_agreements: the agreements that bind the caller's institution, or
-- one that is in its charge, in whatever state.
-- Input:   {limit, after}.  Result: {items, next}.

create function gateway.list_agreements(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'agreement.list');
    l_limit integer := coalesce((i_request->>'limit')::integer, 50);
    l_items jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_agg(access.describe_agreement(a) order by a.agreement_id) into l_items
      from (
            select a.*
              from access.agreement a
             where (i_request->>'after' is null or a.agreement_id > ops.read_uuid(i_request->>'after'))
               and exists (select
                             from access.agreement_party p
                             join identity.institution i on i.institution_id = p.institution_id
                            where p.agreement_id = a.agreement_id and l_c.institution_id in (i.institution_id, i.regulator_id))
             order by a.agreement_id
             limit l_limit + 1
           ) a;
    return audit.end_call(l_c, 'ok', ops.make_page(l_items, l_limit));
end;
$$;
comment on function gateway.list_agreements(jsonb, jsonb) is 'The agreements that bind an institution.';
revoke all on function gateway.list_agreements(jsonb, jsonb) from public;
grant execute on function gateway.list_agreements(jsonb, jsonb) to cs_gateway;
