-- SPDX-License-Identifier: Apache-2.0
-- access.hold_break_glass: as access.find_break_glass, and it stays active to
-- the end of the transaction: whatever ends one holds the institution's row.
-- Tables:  identity.institution (row lock).

create function access.hold_break_glass(i_c audit.call) returns uuid
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if access.find_break_glass(i_c) is null then
        return null;
    end if;
    perform identity.hold_institution(i_c.institution_id);
    return access.find_break_glass(i_c);
end;
$$;
comment on function access.hold_break_glass(audit.call) is 'Under which break-glass the caller acts, which stays active.';
revoke all on function access.hold_break_glass(audit.call) from public;
