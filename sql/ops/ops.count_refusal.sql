-- SPDX-License-Identifier: Apache-2.0
-- ops.count_refusal: strangers cannot fill the log (JR-11.3.2): the first
-- refusal of a network, code and minute is an entry, the others are summed.
-- Result:  whether this one is to be an entry; also the first is not beyond
--          the platform's share (ops.count_stranger).
-- Tables:  ops.refusal_sum.

create function ops.count_refusal(i_c audit.call, i_code text) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_sum   uuid := ops.uuid_v7();
    l_entry boolean := false;
begin
    insert into ops.refusal_sum as s (sum_id, network, code, minute_at)
    values (l_sum, coalesce(ops.read_network(i_c), ''), i_code, date_trunc('minute', statement_timestamp()))
    on conflict (network, code, minute_at) do update set count = s.count + 1, last_at = statement_timestamp()
    returning s.sum_id = l_sum into l_entry;
    return l_entry and ops.count_stranger();
end;
$$;
comment on function ops.count_refusal(audit.call, text) is 'Counts a stranger''s refusal, and says whether it is an entry.';
revoke all on function ops.count_refusal(audit.call, text) from public;
