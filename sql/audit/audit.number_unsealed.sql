-- SPDX-License-Identifier: Apache-2.0
-- audit.number_unsealed: the entries next in line, with the numbers they get.
-- Input:   i_limit.  Result: to be ordered by ordinal, from 1.

create type audit.numbered_entry as (
    ordinal    bigint,
    entry      audit.entry,
    counter_id uuid,
    last_n     bigint,
    n          bigint
);
comment on type audit.numbered_entry is
    'An entry next in line: its place from 1, the institution that counts it, the last number given there, its own number.';

create function audit.number_unsealed(i_limit integer) returns setof audit.numbered_entry
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select u.ordinal, u.entry, o.counter_id, coalesce(i.last_n, 0),
           coalesce(i.last_n, 0) + row_number() over (partition by o.counter_id order by u.ordinal)
      from (select e as entry, row_number() over (order by e.xid, e.entry_id) as ordinal
              from audit.list_unsealed(i_limit) e) u
     cross join lateral audit.find_counter((u.entry).institution_id) o (counter_id)
      left join audit.institution_number i on i.institution_id = o.counter_id;
$$;
comment on function audit.number_unsealed(integer) is 'The entries next in line, with the numbers they get.';
revoke all on function audit.number_unsealed(integer) from public;
