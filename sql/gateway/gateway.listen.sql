-- SPDX-License-Identifier: Apache-2.0
-- gateway.listen: from now on this connection is told of each set of policies
-- that comes into force (see access.activate_policies).
-- Result:  the number in force: what was announced before is not told again.

create function gateway.listen() returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    listen countersign_policy;
    return access.current_policy();
end;
$$;
comment on function gateway.listen() is 'Has this connection told of each set of policies that comes into force.';
revoke all on function gateway.listen() from public;
grant execute on function gateway.listen() to cs_gateway;
