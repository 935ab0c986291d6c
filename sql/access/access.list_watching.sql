-- SPDX-License-Identifier: Apache-2.0
-- access.list_watching: who is told of a break-glass: whoever could start or
-- review one there, or review it for the operator.

create function access.list_watching(i_institution uuid) returns setof uuid
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select a.account_id
      from identity.account a
     where a.institution_id = i_institution and a.account_id in (select h from access.list_holding('break_glass.start') h)
        or (a.institution_id = i_institution or a.institution_id = (select p.institution_id from identity.platform p))
           and a.account_id in (select h from access.list_holding('break_glass.review') h);
end;
$$;
comment on function access.list_watching(uuid) is 'Who is told of a break-glass.';
revoke all on function access.list_watching(uuid) from public;
