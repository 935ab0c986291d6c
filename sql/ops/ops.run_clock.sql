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
    l_done integer := review.expire_reviews(i_c);
begin
    if l_done = 0 then
        l_done := identity.close_ended(i_c);
    end if;
    if l_done = 0 then
        l_done := identity.expire_devices(i_c);
    end if;
    return l_done + ops.write_sums(i_c) + ops.announce_alerts(i_c);
end;
$$;
comment on function ops.run_clock(audit.call) is 'Does what is due by the clock.';
revoke all on function ops.run_clock(audit.call) from public;
