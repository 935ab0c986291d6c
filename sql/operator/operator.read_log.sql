-- SPDX-License-Identifier: Apache-2.0
-- operator.read_log: the lines of a log file behind its head
-- (docs/PROTOCOL.entry.md): each leaf under the checkpoint in order, with its
-- entry as it stands now, or missing; then the entries that are under none.
-- Input:   i_size, the checkpoint's, as operator.read_platform said.
-- Result:  a JSON text a row, ready to be written; fetch it row by row.

create function operator.read_log(i_size bigint) returns setof text
    language sql stable
    security definer
    set search_path = pg_catalog, pg_temp
as $$
    (select audit.describe_line(l, e, p)::text
       from audit.leaf l
       left join audit.entry e on e.entry_id = l.entry_id
       left join audit.personal p on p.entry_id = l.entry_id
      where l.leaf_index < i_size
      order by l.leaf_index)
    union all
    (select jsonb_build_object('unsealed', audit.make_core(e, null, null))::text
       from audit.entry e
      where not exists (select from audit.leaf l where l.entry_id = e.entry_id and l.leaf_index < i_size)
      order by e.entry_id);
$$;
comment on function operator.read_log(bigint) is 'The lines of a log file.';
revoke all on function operator.read_log(bigint) from public;
grant execute on function operator.read_log(bigint) to cs_operator;
