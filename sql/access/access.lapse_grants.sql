-- SPDX-License-Identifier: Apache-2.0
-- access.lapse_grants: the clock's work: grants whose term is over have ended.
-- They granted nothing from that moment on.
-- Result:  how many.  Tables: as access.end_grants.

create function access.lapse_grants(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_grant  uuid;
    l_number integer := 0;
begin
    for l_grant in
        select g.grant_id from access.grant g
         where g.state = 'granted' and g.until_at <= statement_timestamp()
         order by g.grant_id
         limit 100
    loop
        begin
            l_number := l_number + access.end_grants(i_c, array[l_grant], 'ended', 'term');
        exception when others then -- the others' term is over, too
            l_number := l_number + ops.note_failure(i_c, 'lapse_grants', sqlstate, '{}');
        end;
    end loop;
    return l_number;
end;
$$;
comment on function access.lapse_grants(audit.call) is 'Ends grants whose term is over.';
revoke all on function access.lapse_grants(audit.call) from public;
