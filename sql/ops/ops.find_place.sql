-- SPDX-License-Identifier: Apache-2.0
-- ops.find_place: where a network is, by the longest prefix that the policy
-- names.  Result: {prefix, latitude, longitude}, or null.

create function ops.find_place(i_places jsonb, i_network text) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select p from jsonb_array_elements(i_places) p
     where ops.read_cidr(i_network)::inet <<= ops.read_cidr(p ->> 'prefix')
     order by masklen(ops.read_cidr(p ->> 'prefix')) desc limit 1;
$$;
comment on function ops.find_place(jsonb, text) is 'Where a network is.';
revoke all on function ops.find_place(jsonb, text) from public;
