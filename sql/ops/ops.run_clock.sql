-- SPDX-License-Identifier: Apache-2.0
-- ops.run_clock: what the clock brings about: the one list of its work.  Each
-- line does what is due, a bounded part of it at a time, and says how much.
-- Result:  how much was done; nothing due, nothing written.

create function ops.run_clock(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    return review.expire_reviews(i_c)
         + identity.close_ended(i_c)
         + ops.write_sums(i_c)
         + identity.expire_devices(i_c)
         + ops.announce_alerts(i_c);
end;
$$;
comment on function ops.run_clock(audit.call) is 'Does what is due by the clock.';
revoke all on function ops.run_clock(audit.call) from public;
