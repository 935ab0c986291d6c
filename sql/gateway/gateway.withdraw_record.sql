-- SPDX-License-Identifier: Apache-2.0
-- gateway.withdraw_record: a published record is taken back, at once and for
-- good: one person's power, of its author and of whoever may publish in its
-- owner's institution and may know of it.  Under a break-glass of whoever of
-- that institution: who may not know of the record learns no more of it.
-- Input:   {record, reason}.
-- Result:  {record}; refusals: forbidden, not_found, conflict when it is not
--          published.
-- Tables:  record.record, locked; as record.withdraw_record.

create function gateway.withdraw_record(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call := audit.begin_call(i_call, null, 'record.withdraw');
    l_record record.record;
    l_known  boolean;
    l_glass  uuid;
    l_facts  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_glass := access.hold_break_glass(l_c);
    if l_glass is null and not access.has_permission(l_c.account_id, 'record.publish') then
        return audit.end_call(l_c, 'forbidden', null);
    end if;
    select r.* into l_record
      from record.record r
     where r.record_id = ops.read_uuid(i_request->>'record') and r.institution_id = l_c.institution_id
       for update;
    l_known := found and access.has_permission(l_c.account_id, 'record.read') and coalesce(record.find_basis(l_record, l_c.account_id, l_c.institution_id, l_c.rank) in ('author', 'none'), false);
    if not l_known and (l_glass is null or coalesce(l_record.state <> 'published', true)) then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_facts := jsonb_build_object('owner', l_record.institution_id, 'revision', l_record.revision);
    if l_record.state <> 'published' then
        return audit.end_call(l_c, 'conflict', jsonb_build_object('detail', 'the record is ' || l_record.state), l_facts);
    end if;
    l_facts := l_facts || access.use_break_glass(l_c, case when l_record.account_id <> l_c.account_id then l_glass end, 'record', l_record.record_id,
                                               i_request->>'reason');
    l_record := record.withdraw_record(l_c, l_record, i_request->>'reason');
    return audit.end_call(l_c, 'ok', jsonb_build_object('record',
        case when l_known then record.describe_record(l_record, l_c.institution_id)
             else jsonb_build_object('id', l_record.record_id, 'state', l_record.state) end), l_facts);
end;
$$;
comment on function gateway.withdraw_record(jsonb, jsonb) is 'A published record is taken back.';
revoke all on function gateway.withdraw_record(jsonb, jsonb) from public;
grant execute on function gateway.withdraw_record(jsonb, jsonb) to cs_gateway;
