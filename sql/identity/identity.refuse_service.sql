-- SPDX-License-Identifier: Apache-2.0
-- identity.refuse_service: what proves that somebody is a person is no
-- service's, whichever way it comes (GS-2.1.3).
-- Raises:  CS015.

create function identity.refuse_service() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if identity.is_service(new.account_id) then
        raise exception using errcode = 'CS015', message = format('a service has no %s', replace(tg_table_name, '_', ' '));
    end if;
    return new;
end;
$$;
comment on function identity.refuse_service() is 'Trigger: no service has what proves that somebody is a person.';
revoke all on function identity.refuse_service() from public;
