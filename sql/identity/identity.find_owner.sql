-- SPDX-License-Identifier: Apache-2.0
-- identity.find_owner: who could answer for a service: an active person of its
-- institution, by id or name, who has neither retired nor given notice; or null.

create function identity.find_owner(i_account text, i_institution uuid) returns uuid
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (select a.account_id
              from identity.account a
             where (a.name = i_account or a.account_id = ops.read_uuid(i_account)) and a.kind = 'person'
               and a.institution_id = i_institution and identity.current_state(a) = 'active' and a.leaves_as is null
               and not exists (select from identity.account_role r where r.account_id = a.account_id and r.role = 'retired'));
end;
$$;
comment on function identity.find_owner(text, uuid) is 'Who could answer for a service.';
revoke all on function identity.find_owner(text, uuid) from public;
