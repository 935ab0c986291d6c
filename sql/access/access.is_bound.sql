-- SPDX-License-Identifier: Apache-2.0
-- access.is_bound: does row security show an agreement to people of an
-- institution: it is a party, or in charge of one.

create function access.is_bound(i_agreement uuid, i_institution uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select
          from access.agreement_party p
         where p.agreement_id = i_agreement and p.institution_id in (select audit.list_readable(i_institution)));
end;
$$;
comment on function access.is_bound(uuid, uuid) is 'Whether an agreement binds an institution, or one in its charge.';
revoke all on function access.is_bound(uuid, uuid) from public;
