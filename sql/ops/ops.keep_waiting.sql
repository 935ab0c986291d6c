-- SPDX-License-Identifier: Apache-2.0
-- ops.keep_waiting: counts a refusal of a network's strangers.  More than the
-- policy lets go free keep its strangers waiting, each time twice as long, up
-- to the policy's most; after a quiet window they are forgiven one step.
-- Whoever calls from a bound device is no stranger, so that nobody's flood
-- shuts anybody out.
-- Result:  the seconds to wait, or null.
-- Tables:  ops.source (row lock).

create function ops.keep_waiting(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_now timestamptz := statement_timestamp();
    l_p   access.anomaly_policy;
    l_s   ops.source;
begin
    select * into strict l_p from access.anomaly_policy p where p.policy = i_c.policy;
    insert into ops.source as s (network, refusals) values (coalesce(ops.read_network(i_c), ''), 1)
    on conflict (network) do update
       set refusals   = case when s.counted_at + l_p.penalty_window < l_now then 1 else s.refusals + 1 end,
           penalties  = case when s.counted_at + l_p.penalty_window < l_now then greatest(s.penalties - 1, 0) else s.penalties end,
           counted_at = case when s.counted_at + l_p.penalty_window < l_now then l_now else s.counted_at end
    returning * into l_s;
    if l_s.until_at > l_now then
        return ceil(extract(epoch from l_s.until_at - l_now));
    elsif l_s.refusals <= l_p.penalty_free then
        return null;
    end if;
    update ops.source s
       set until_at  = l_now + least(l_p.penalty_base * power(2, least(s.penalties, 20)), l_p.penalty_most),
           penalties = s.penalties + 1, refusals = 0, counted_at = l_now
     where s.network = l_s.network
    returning * into l_s;
    perform ops.raise_alert(i_c, 'burst', 'warning', '{}');
    return ceil(extract(epoch from l_s.until_at - l_now));
end;
$$;
comment on function ops.keep_waiting(audit.call) is 'Counts a refusal of a network''s strangers, and says how long they wait.';
revoke all on function ops.keep_waiting(audit.call) from public;
