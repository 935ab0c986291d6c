-- SPDX-License-Identifier: Apache-2.0
-- ops.is_narrow: does a network have a prefix as long as that at least.
-- Inputs:  i_least4 for IPv4, i_least6 for IPv6.  What holds addresses of IPv4
--          as IPv6 writes them (::ffff:0:0/96) is as wide as those.

create function ops.is_narrow(i_network cidr, i_least4 integer, i_least6 integer) returns boolean
    language sql immutable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    select masklen(i_network) >= case when i_network && '::ffff:0:0/96' then 96 + i_least4
                                      when family(i_network) = 4 then i_least4
                                      else i_least6 end;
$$;
comment on function ops.is_narrow(cidr, integer, integer) is 'Whether a network has a prefix as long as that at least.';
revoke all on function ops.is_narrow(cidr, integer, integer) from public;
