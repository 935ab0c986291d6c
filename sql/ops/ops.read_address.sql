-- SPDX-License-Identifier: Apache-2.0
-- ops.read_address: the address that a call came from, as ops.read_network
-- reads the network.  Result: null where the personal part says none.

create function ops.read_address(i_personal text) returns inet
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select ops.read_cidr(i_personal::jsonb ->> 'address')::inet;
$$;
comment on function ops.read_address(text) is 'The address that a call came from.';
revoke all on function ops.read_address(text) from public;
