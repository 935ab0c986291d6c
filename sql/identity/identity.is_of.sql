-- SPDX-License-Identifier: Apache-2.0
-- identity.is_of: is an account one of an institution's people.

create function identity.is_of(i_account uuid, i_institution uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (select from identity.account a where a.account_id = i_account and a.institution_id = i_institution);
end;
$$;
comment on function identity.is_of(uuid, uuid) is 'Whether an account is one of an institution''s people.';
revoke all on function identity.is_of(uuid, uuid) from public;
