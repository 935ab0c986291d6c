-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_inclusion_proof: that an entry is in the tree (RFC 6962).
-- Input:   {entry, size}; without size, the newest checkpoint's.
-- Result:  {leaf_index, size, path, leaf}; not_found for an entry that the
--          caller may not read, conflict while no checkpoint holds it, invalid_value
--          for a tree that is not there yet or ends before it.

create function gateway.read_inclusion_proof(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, 'entry.read', 'proof.read');
    l_entry audit.entry;
    l_proof jsonb;
    l_leaf  bigint;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_entry := audit.find_readable(ops.read_uuid(i_request->>'entry'), l_c.institution_id);
    if l_entry.entry_id is null then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_proof := audit.describe_proof(l_entry.entry_id, (i_request->>'size')::bigint);
    select l.leaf_index into l_leaf from audit.leaf l where l.entry_id = l_entry.entry_id;
    if l_proof is not null then
        return audit.end_call(l_c, 'ok', l_proof);
    elsif l_leaf is not null and i_request->>'size' is not null then
        return audit.end_call(l_c, 'invalid_value', jsonb_build_object('pointer', '/size', 'detail', (
            select format('the entry is leaf %s and the tree has %s: ask for a size from %s to %s', l_leaf, h.size, l_leaf + 1, h.size)
              from audit.head h)));
    end if;
    return audit.end_call(l_c, 'conflict', '{"detail": "no checkpoint holds the entry yet: ask again in a few seconds"}');
end;
$$;
comment on function gateway.read_inclusion_proof(jsonb, jsonb) is 'Proof that an entry is in the tree.';
revoke all on function gateway.read_inclusion_proof(jsonb, jsonb) from public;
grant execute on function gateway.read_inclusion_proof(jsonb, jsonb) to cs_gateway;
