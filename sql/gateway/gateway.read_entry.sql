-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_entry: one entry with its salts, its leaf and the proof.
-- Input:   {entry}.
-- Result:  {core, personal, salt, personal_salt, leaf_index, proof}; personal
--          and its salt null where the entry is of another institution's people.

create function gateway.read_entry(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, 'entry.read', 'entry.read');
    l_entry audit.entry;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_entry := audit.find_readable(ops.read_uuid(i_request->>'entry'), l_c.institution_id);
    if l_entry.entry_id is null then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    return audit.end_call(l_c, 'ok', audit.describe_entry(l_entry, l_c.institution_id),
                          jsonb_build_object('owner', l_entry.institution_id));
end;
$$;
comment on function gateway.read_entry(jsonb, jsonb) is 'One entry with its salts, its leaf and the proof.';
revoke all on function gateway.read_entry(jsonb, jsonb) from public;
grant execute on function gateway.read_entry(jsonb, jsonb) to cs_gateway;
