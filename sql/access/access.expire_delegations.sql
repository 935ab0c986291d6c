-- SPDX-License-Identifier: Apache-2.0
-- access.expire_delegations: the clock's work: ends delegations whose time is
-- over.  They have not counted since.
-- Result:  how many.  Tables: as access.end_delegation.

create function access.expire_delegations(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d      access.delegation;
    l_number integer := 0;
begin
    for l_d in
        select d.* from access.delegation d
         where d.ended_at is null and d.until_at <= statement_timestamp()
         order by d.delegation_id
         limit 100
           for no key update skip locked
    loop
        begin
            perform access.end_delegation(i_c, l_d, 'expired');
            l_number := l_number + 1;
        exception when others then -- the others' time is over, too
            l_number := l_number + ops.note_failure(i_c, 'expire_delegations', sqlstate, '{}');
        end;
    end loop;
    return l_number;
end;
$$;
comment on function access.expire_delegations(audit.call) is 'Ends delegations whose time is over.';
revoke all on function access.expire_delegations(audit.call) from public;
