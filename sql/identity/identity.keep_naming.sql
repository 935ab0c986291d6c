-- SPDX-License-Identifier: Apache-2.0
-- identity.keep_naming: an account is named as its institution names them
-- (GS-2.1.1), whichever way it comes or is renamed; what was said when it was
-- proposed is the friendly word, this is the last one.
-- Raises:  CS014.

create function identity.keep_naming() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_naming text := (select i.naming from identity.institution i where i.institution_id = new.institution_id);
begin
    if not identity.match_name(new.name, l_naming) then
        raise exception using errcode = 'CS014', message = format('%s is not named %s behind its institution''s code', new.name, l_naming);
    end if;
    return new;
end;
$$;
comment on function identity.keep_naming() is 'Trigger: accounts are named as their institution names them.';
revoke all on function identity.keep_naming() from public;
