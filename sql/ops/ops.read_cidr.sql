-- SPDX-License-Identifier: Apache-2.0
-- ops.read_cidr: an address or a network as people write it.
-- Result:  null for what is none, or has bits behind its prefix; all four parts
--          of an IPv4 address are said: 1.2.3 is not 1.2.3.0/24.

create function ops.read_cidr(i_text text) returns cidr
    language plpgsql immutable strict parallel safe
    set search_path = pg_catalog, pg_temp
as $$
begin
    return case when i_text ~ '^\d{1,3}(\.\d{1,3}){3}(/\d{1,2})?$' or i_text ~ '^(?=.*:)[0-9a-fA-F.:]{2,45}(/\d{1,3})?$' then i_text::cidr end;
exception when invalid_text_representation then
    return null;
end;
$$;
comment on function ops.read_cidr(text) is 'An address or a network, null for anything else.';
revoke all on function ops.read_cidr(text) from public;
