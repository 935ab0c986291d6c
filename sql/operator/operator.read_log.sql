-- SPDX-License-Identifier: Apache-2.0
-- operator.read_log: the lines of a log file behind its head
-- (docs/PROTOCOL.entry.md): each leaf under the checkpoint in order, with its
-- entry as it stands now, or missing; then the entries that are under none.
-- Inputs:  i_size, the checkpoint's, as operator.read_platform said; i_from
--          and i_limit, a page of leaves, since a log outgrows any memory.
--          The last page bears the unsealed entries as well.
-- Result:  a JSON text a row, ready to be written.

create function operator.read_log(i_size bigint, i_from bigint default 0, i_limit bigint default null)
    returns setof text
    language sql stable
    security definer
    set search_path = pg_catalog, pg_temp
as $$
    (select audit.describe_line(l, e, p)::text
       from audit.leaf l
       left join audit.entry e on e.entry_id = l.entry_id
       left join audit.personal p on p.entry_id = l.entry_id
      where l.leaf_index >= i_from and l.leaf_index < least(i_size, i_from + coalesce(i_limit, i_size))
      order by l.leaf_index)
    union all
    (select jsonb_build_object('unsealed', audit.make_core(e, null, null))::text
       from audit.entry e
      where i_from + coalesce(i_limit, i_size) >= i_size
        and not exists (select from audit.leaf l where l.entry_id = e.entry_id and l.leaf_index < i_size)
      order by e.entry_id);
$$;
comment on function operator.read_log(bigint, bigint, bigint) is 'The lines of a log file, page by page.';
revoke all on function operator.read_log(bigint, bigint, bigint) from public;
grant execute on function operator.read_log(bigint, bigint, bigint) to cs_operator;
