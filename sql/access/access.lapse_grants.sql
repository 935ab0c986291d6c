-- SPDX-License-Identifier: Apache-2.0
-- access.lapse_grants: the clock's work: grants whose term is over have ended.
-- They granted nothing from that moment on.
-- Result:  how many.  Tables: as access.end_grants.

create function access.lapse_grants(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    return access.end_grants(i_c, array(
        select g.grant_id from access.grant g
         where g.state = 'granted' and g.until_at <= statement_timestamp()
         order by g.until_at
         limit 100), 'ended', 'term');
end;
$$;
comment on function access.lapse_grants(audit.call) is 'Ends grants whose term is over.';
revoke all on function access.lapse_grants(audit.call) from public;
