-- SPDX-License-Identifier: Apache-2.0
-- access.expire_break_glasses: the clock's work: ends those whose time is over.
-- They have allowed nothing since.  One at a time, as ops.run_clock says.
-- Result:  how many.  Tables: identity.institution (row lock); as
--          access.end_break_glass.

create function access.expire_break_glasses(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_b access.break_glass;
begin
    select b.* into l_b
      from access.break_glass b
     where b.state in ('asked', 'active') and b.until_at <= statement_timestamp()
     order by b.until_at
     limit 1;
    if not found then
        return 0;
    end if;
    perform from identity.institution i where i.institution_id = l_b.institution_id for no key update;
    select b.* into l_b
      from access.break_glass b
     where b.break_glass_id = l_b.break_glass_id and b.state in ('asked', 'active') and b.until_at <= statement_timestamp()
       for no key update;
    if not found then
        return 0;
    end if;
    perform access.end_break_glass(i_c, l_b, 'time');
    return 1;
end;
$$;
comment on function access.expire_break_glasses(audit.call) is 'Ends break-glasses whose time is over.';
revoke all on function access.expire_break_glasses(audit.call) from public;
