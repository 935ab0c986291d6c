-- SPDX-License-Identifier: Apache-2.0
-- access.end_break_glasses: whoever is transferred, leaves or is suspended is no
-- second person to anybody any more.
-- Tables:  as access.end_break_glass.

create function access.end_break_glasses(i_c audit.call, i_account uuid, i_reason text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_b access.break_glass;
begin
    for l_b in
        select b.* from access.break_glass b
         where i_account in (b.account_id, b.joined_account_id) and b.state in ('asked', 'active')
           for no key update
    loop
        perform access.end_break_glass(i_c, l_b, i_reason);
    end loop;
end;
$$;
comment on function access.end_break_glasses(audit.call, uuid, text) is 'Ends the break-glass that an account is of.';
revoke all on function access.end_break_glasses(audit.call, uuid, text) from public;
