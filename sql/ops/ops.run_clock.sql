-- SPDX-License-Identifier: Apache-2.0
-- ops.run_clock: what the clock brings about: the one list of its work.  Each
-- line does what is due, a bounded part of it at a time, and says how much.
-- What takes the locks of an institution or account is one thing a transaction:
-- a second would take its institution after the first one's reviews, against
-- the one order.  The node asks again at once, until nothing is left.
-- Result:  how much was done; nothing due, nothing written.

create function ops.run_clock(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_done integer := ops.run_job(i_c, 'expire_reviews');
begin
    if l_done = 0 then
        l_done := ops.run_job(i_c, 'close_ended');
    end if;
    if l_done = 0 then
        l_done := ops.run_job(i_c, 'expire_devices');
    end if;
    if l_done = 0 then
        l_done := ops.run_job(i_c, 'expire_break_glasses');
    end if;
    if l_done = 0 then
        l_done := ops.run_job(i_c, 'end_agreements');
    end if;
    if l_done = 0 then
        l_done := ops.run_job(i_c, 'lapse_grants');
    end if;
    return l_done + ops.run_job(i_c, 'expire_delegations') + ops.run_job(i_c, 'open_judgements') + ops.run_job(i_c, 'remind_reviews') + ops.run_job(i_c, 'note_overdue')
           + ops.run_job(i_c, 'write_sums') + ops.run_job(i_c, 'make_month') + ops.run_job(i_c, 'note_months') + ops.run_job(i_c, 'announce_alerts');
end;
$$;
comment on function ops.run_clock(audit.call) is 'Does what is due by the clock.';
revoke all on function ops.run_clock(audit.call) from public;
