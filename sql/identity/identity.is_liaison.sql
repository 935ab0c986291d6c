-- SPDX-License-Identifier: Apache-2.0
-- identity.is_liaison: does an account of a partner, that is not over, rest on
-- this one (GS-2.1.1).

create function identity.is_liaison(i_account uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select from identity.account a
         where a.liaison_id = i_account and a.state in ('pending', 'active', 'locked', 'suspended'));
end;
$$;
comment on function identity.is_liaison(uuid) is 'Whether a partners account rests on this one.';
revoke all on function identity.is_liaison(uuid) from public;
