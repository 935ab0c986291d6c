-- SPDX-License-Identifier: Apache-2.0
-- gateway.probe: can this node work: is the log writable, how old is its
-- oldest unsealed entry, what time is it here.  The entry that tries it is
-- rolled back; the node's heartbeat stays.
-- Result:  {policy, seal_age_ms, tick_age_ms, now, writable}.
-- Tables:  ops.node; see ops.sweep.

create function gateway.probe(i_node text) returns jsonb
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_writable boolean := audit.is_writable();
begin
    insert into ops.node as n (node, seen_at) values (i_node, statement_timestamp())
    on conflict (node) do update set seen_at = excluded.seen_at;
    perform ops.sweep();
    return jsonb_build_object(
        'policy', access.current_policy(), 'seal_age_ms', floor(extract(epoch from audit.seal_age()) * 1000)::bigint,
        'tick_age_ms', floor(extract(epoch from ops.tick_age()) * 1000)::bigint, 'now', ops.format_time(clock_timestamp()), 'writable', l_writable);
end;
$$;
comment on function gateway.probe(text) is 'Whether this node can work.';
revoke all on function gateway.probe(text) from public;
grant execute on function gateway.probe(text) to cs_gateway;
