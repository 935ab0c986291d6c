-- SPDX-License-Identifier: Apache-2.0
-- sealer.append_leaves: gives the taken entries their leaves and moves the
-- head, under its lock and only from where the sealer saw it.
-- Input:   {size, root: the head as it was; new_root; leaves: [{entry, n,
--          origin, salt, leaf}] in order; nodes: [{level, index, hash}], each
--          subtree above the leaves that they complete}; bytes in hexadecimal.
-- Result:  ok, or conflict when the head is elsewhere: nothing was written then.
-- Raises:  CS005 when the leaves are not the entries next in line, each with
--          the next number of its institution.
-- Tables:  audit.leaf, audit.node, audit.institution_number, audit.head.

create function sealer.append_leaves(i_request jsonb) returns text
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_size  bigint := (i_request->>'size')::bigint;
    l_count integer := jsonb_array_length(i_request->'leaves');
    l_last  audit.entry;
begin
    perform from audit.head h
      where h.size = l_size and h.root = decode(i_request->>'root', 'hex')
        for update;
    if not found then
        return 'conflict';
    end if;
    l_last := audit.number_leaves(i_request->'leaves');
    insert into audit.leaf (leaf_index, entry_id, n, origin, salt, leaf_data)
    select l_size + l.ordinal - 1, l.entry, l.n, l.origin, decode(l.salt, 'hex'), decode(l.leaf, 'hex')
      from rows from (jsonb_to_recordset(i_request->'leaves') as (entry uuid, n bigint, origin text, salt text, leaf text))
           with ordinality l (entry, n, origin, salt, leaf, ordinal);
    insert into audit.node (level, idx, hash)
    select n.level, n.index, decode(n.hash, 'hex')
      from jsonb_to_recordset(i_request->'nodes') n (level smallint, index bigint, hash text);
    update audit.head
       set size = l_size + l_count, root = decode(i_request->>'new_root', 'hex'),
           last_xid = l_last.xid, last_entry_id = l_last.entry_id, moved_at = statement_timestamp();
    return 'ok';
end;
$$;
comment on function sealer.append_leaves(jsonb) is 'Gives the taken entries their leaves and moves the head.';
revoke all on function sealer.append_leaves(jsonb) from public;
grant execute on function sealer.append_leaves(jsonb) to cs_sealer;
