-- SPDX-License-Identifier: Apache-2.0
-- gateway.tick: the clock's work, by whichever worker comes first; the others
-- find it taken and go.  What it brings about has its entry as the cause.
-- Input:   i_call, the entry of clock.tick; i_request is empty.
-- Result:  ok with {done}, how much was due; the entry is written only where
--          there was something.

create function gateway.tick(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c    audit.call := audit.begin_stranger_call(i_call, 'clock.tick');
    l_done integer := 0;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    -- A row that the gateway's login cannot hold by itself, as it could a lock of a number.
    perform from identity.platform p for no key update skip locked;
    if l_c.policy is not null and found then
        l_done := ops.note_tick(l_c) + ops.run_clock(l_c);
    end if;
    if l_done = 0 then
        return row('ok', '{"done": 0}')::gateway.answer;
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('done', l_done));
end;
$$;
comment on function gateway.tick(jsonb, jsonb) is 'Does what is due by the clock.';
revoke all on function gateway.tick(jsonb, jsonb) from public;
grant execute on function gateway.tick(jsonb, jsonb) to cs_gateway;
