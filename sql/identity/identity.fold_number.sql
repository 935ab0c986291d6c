-- SPDX-License-Identifier: Apache-2.0
-- identity.fold_number: a personnel number without case and separators, as
-- identity.person.folded has it.

create function identity.fold_number(i_number text) returns text
    language sql immutable
    set search_path = pg_catalog, pg_temp
as $$
    select translate(lower(i_number), '._-', '');
$$;
comment on function identity.fold_number(text) is 'A personnel number without case and separators.';
revoke all on function identity.fold_number(text) from public;
