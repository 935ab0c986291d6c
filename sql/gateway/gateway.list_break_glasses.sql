-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_break_glasses: those of the caller's institution, newest first,
-- for whoever could start or review one, and auditors; the operator's auditors
-- see all, a regulator's those of the institutions in its charge.
-- Input:   {limit, after}.  Result: {items, next, names}; refusal: forbidden.

create function gateway.list_break_glasses(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c        audit.call := audit.begin_call(i_call, null, 'break_glass.list');
    l_limit    integer := coalesce((i_request->>'limit')::integer, 50);
    l_audits   boolean;
    l_readable uuid[];
    l_items    jsonb;
    l_page     jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_audits := access.has_permission(l_c.account_id, 'entry.read');
    if not l_audits and not access.has_permission(l_c.account_id, 'break_glass.start')
       and not access.has_permission(l_c.account_id, 'break_glass.review') then
        return audit.end_call(l_c, 'forbidden', null);
    end if;
    l_readable := case when l_audits then array(select audit.list_readable(l_c.institution_id)) else array[l_c.institution_id] end;
    select jsonb_agg(access.describe_break_glass(b) order by b.break_glass_id desc) into l_items
      from (
            select b.*
              from access.break_glass b
             where (b.institution_id = any (l_readable) or array_position(l_readable, null) is not null)
               and (i_request->>'after' is null or b.break_glass_id < ops.read_uuid(i_request->>'after'))
             order by b.break_glass_id desc
             limit l_limit + 1
           ) b;
    l_page := ops.make_page(l_items, l_limit);
    return audit.end_call(l_c, 'ok', l_page || jsonb_build_object('names', record.list_names(l_c, l_page, array[l_c.institution_id])));
end;
$$;
comment on function gateway.list_break_glasses(jsonb, jsonb) is 'The break-glasses of the caller''s institution.';
revoke all on function gateway.list_break_glasses(jsonb, jsonb) from public;
grant execute on function gateway.list_break_glasses(jsonb, jsonb) to cs_gateway;
