-- SPDX-License-Identifier: Apache-2.0
-- gateway.list_entries: the log as the caller's institution may read it,
-- newest first.  Reading the log is itself logged.
-- Input:   {from, to, account, institution, action, object, outcome, trace_id,
--          limit, after}, all optional; after is the id of the last entry seen.
-- Result:  {items, next, names}; an item is a core.  invalid_value with the pointer
--          of a filter that cannot be read or names no action.

create function gateway.list_entries(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c        audit.call := audit.begin_call(i_call, 'entry.read', 'entry.list');
    l_limit    integer := coalesce((i_request->>'limit')::integer, 50);
    l_pointer  text := audit.check_filters(i_request);
    l_readable uuid[];
    l_items    jsonb;
    l_page     jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if l_pointer is not null then
        return audit.end_call(l_c, 'invalid_value', jsonb_build_object('pointer', l_pointer));
    end if;
    l_readable := array(select audit.list_readable(l_c.institution_id));
    select jsonb_agg(audit.make_core(e, l.n, l.origin) order by e.entry_id desc)
      into l_items
      from audit.list_matching(i_request, l_readable, l_limit + 1) e
      left join audit.leaf l on l.entry_id = e.entry_id;
    l_page := ops.make_page(l_items, l_limit);
    return audit.end_call(l_c, 'ok', l_page || jsonb_build_object('names', record.list_names(l_c, l_page, l_readable)));
end;
$$;
comment on function gateway.list_entries(jsonb, jsonb) is 'The log as the caller''s institution may read it.';
revoke all on function gateway.list_entries(jsonb, jsonb) from public;
grant execute on function gateway.list_entries(jsonb, jsonb) to cs_gateway;
