-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_record: metadata and identifier of one record.
-- Input:   {record}.  Result: the record; not_found also for one that the
--          caller may not know of, by the same query.

create function gateway.read_record(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call := audit.begin_call(i_call, 'record.read', 'record.read');
    l_record record.record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select r.* into l_record
      from record.record r
     where r.record_id = ops.read_uuid(i_request->>'record')
       and record.find_basis(r, l_c.account_id, l_c.institution_id, l_c.rank) is not null;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    return audit.end_call(l_c, 'ok', record.describe_record(l_record, l_c.institution_id), jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision));
end;
$$;
comment on function gateway.read_record(jsonb, jsonb) is 'Metadata and identifier of one record.';
revoke all on function gateway.read_record(jsonb, jsonb) from public;
grant execute on function gateway.read_record(jsonb, jsonb) to cs_gateway;
