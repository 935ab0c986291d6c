-- SPDX-License-Identifier: Apache-2.0
-- access.end_break_glass: it lets nobody do anything any more.  One that was
-- active is reviewed next: the clock opens that (review.open_judgements).
-- Inputs:  i_break_glass, whose row the caller holds; i_reason: time, person,
--          or what became of one of the two, as of delegations.
-- Tables:  access.break_glass; writes break_glass.lapsed or break_glass.ended.

create function access.end_break_glass(i_c audit.call, i_break_glass access.break_glass, i_reason text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_b access.break_glass;
begin
    update access.break_glass b
       set state = case b.state when 'asked' then 'lapsed' else 'ended' end, ended_at = statement_timestamp(), ended_for = i_reason
     where b.break_glass_id = i_break_glass.break_glass_id
    returning * into strict l_b;
    perform access.announce_break_glass(i_c, l_b);
end;
$$;
comment on function access.end_break_glass(audit.call, access.break_glass, text) is 'Ends a break-glass.';
revoke all on function access.end_break_glass(audit.call, access.break_glass, text) from public;
