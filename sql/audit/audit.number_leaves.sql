-- SPDX-License-Identifier: Apache-2.0
-- audit.number_leaves: moves the institutions' counters past new leaves, after
-- seeing that these are the entries next in line, each with its number.
-- Input:   i_leaves, [{entry, n}] in order.  Result: the last of the entries.
-- Raises:  CS005 otherwise.  Tables: audit.institution_number.

create function audit.number_leaves(i_leaves jsonb) returns audit.entry
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_count integer := jsonb_array_length(i_leaves);
    l_next  audit.numbered_entry[];
begin
    l_next := array(select u from audit.number_unsealed(l_count) u order by u.ordinal);
    if l_count = 0 or cardinality(l_next) <> l_count or exists (
           select
             from unnest(l_next) u
            where i_leaves->(u.ordinal - 1)::integer->>'entry' is distinct from (u.entry).entry_id::text
               or i_leaves->(u.ordinal - 1)::integer->>'n' is distinct from u.n::text) then
        raise exception using errcode = 'CS005', message = 'these are not the entries next in line';
    end if;
    insert into audit.institution_number as i (institution_id, last_n)
    select u.counter_id, max(u.n)
      from unnest(l_next) u
     group by u.counter_id
        on conflict (institution_id) do update set last_n = excluded.last_n;
    return l_next[l_count].entry;
end;
$$;
comment on function audit.number_leaves(jsonb) is 'Moves the counters of institutions past new leaves, which must be next in line.';
revoke all on function audit.number_leaves(jsonb) from public;
