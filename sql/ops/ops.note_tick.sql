-- SPDX-License-Identifier: Apache-2.0
-- ops.note_tick: the clock's work is being done, which is every other second.
-- Where nobody had done it for a minute, people are told as soon as somebody does.
-- Result:  1 where that is an entry, else 0.
-- Tables:  ops.node; raises the alert clock_late.

create function ops.note_tick(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_age   interval := ops.tick_age();
    l_alert uuid;
begin
    if l_age < interval '5 seconds' then
        return 0;
    end if;
    update ops.node n
       set ticked_at = statement_timestamp()
     where n.node = i_c.entry ->> 'node';
    if l_age is null or l_age < interval '1 minute' then
        return 0;
    end if;
    l_alert := ops.raise_alert(i_c, 'clock_late', 'critical', jsonb_build_object('seconds', extract(epoch from l_age)::integer));
    return (select (a.count = 1)::integer from ops.alert a where a.alert_id = l_alert);
end;
$$;
comment on function ops.note_tick(audit.call) is 'Notes that the clock''s work is being done.';
revoke all on function ops.note_tick(audit.call) from public;
