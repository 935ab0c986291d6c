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
    l_b      access.break_glass;
    l_number integer := 0;
begin
    for l_b in
        select b.* from access.break_glass b
         where b.state in ('asked', 'active') and b.until_at <= statement_timestamp()
         order by b.until_at
         limit 100
    loop
        begin
            perform from identity.institution i where i.institution_id = l_b.institution_id for no key update;
            select b.* into l_b
              from access.break_glass b
             where b.break_glass_id = l_b.break_glass_id and b.state in ('asked', 'active') and b.until_at <= statement_timestamp()
               for no key update;
            if found then
                perform access.end_break_glass(i_c, l_b, 'time');
                l_number := l_number + 1;
            end if;
        exception when others then -- the others' time is over, too
            l_number := l_number + ops.note_failure(i_c, 'expire_break_glasses', sqlstate, '{}');
        end;
        exit when l_number > 0; -- what raised is passed over, one that is done is enough for a tick
    end loop;
    return l_number;
end;
$$;
comment on function access.expire_break_glasses(audit.call) is 'Ends break-glasses whose time is over.';
revoke all on function access.expire_break_glasses(audit.call) from public;
