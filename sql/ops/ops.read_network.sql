-- SPDX-License-Identifier: Apache-2.0
-- ops.read_network: the network (/24, /48) that a call came from, as the
-- gateway wrote it into the call's personal part.  The one place that reads
-- it: it goes to rows of ops, which are swept, and never into an entry's core.
-- Result:  null where the personal part says none, or nothing that is an
--          address.

create function ops.read_network(i_c audit.call) returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select p.network
      from (select i_c.personal::jsonb ->> 'network') p (network)
     where p.network ~ '^[0-9a-f.:]{2,45}$';
$$;
comment on function ops.read_network(audit.call) is 'The network that a call came from.';
revoke all on function ops.read_network(audit.call) from public;
