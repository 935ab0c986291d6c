-- SPDX-License-Identifier: Apache-2.0
-- record.list_grants: the live grants of an account that reach a record.
-- Level, operation and purpose are not looked at: who decides does that.  One for
-- a type or category reaches what was meant for its holder's institution.

create function record.list_grants(i_record record.record, i_account_id uuid) returns setof access.grant
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select g.*
      from access.list_live_grants(i_account_id) g
     where g.owner_id = i_record.institution_id
       and (g.record_id = i_record.record_id
            or (g.type = i_record.type or g.category = i_record.category) and record.is_addressed(i_record, g.institution_id));
end;
$$;
comment on function record.list_grants(record.record, uuid) is 'The live grants of an account that reach a record.';
revoke all on function record.list_grants(record.record, uuid) from public;
