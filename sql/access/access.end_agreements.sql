-- SPDX-License-Identifier: Apache-2.0
-- access.end_agreements: the clock's work: agreements whose end has come, and
-- in the same transaction all that was granted under them (GS-1.7).
-- Result:  how many.  Tables: access.agreement, then as access.end_grants;
--          writes agreement.ended.

create function access.end_agreements(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_agreement uuid;
    l_number    integer := 0;
begin
    for l_agreement in
        select a.agreement_id from access.agreement a
         where a.state = 'active' and a.ends_at <= statement_timestamp()
         order by a.agreement_id
         limit 100
           for no key update
    loop
        begin
            update access.agreement a set state = 'ended', version = a.version + 1 where a.agreement_id = l_agreement;
            perform audit.write_consequence(i_c, 'agreement.ended', 'agreement', l_agreement::text, '{}');
            perform access.end_grants(i_c, array(
                select g.grant_id from access.grant g where g.agreement_id = l_agreement and g.state = 'granted'), 'ended', 'agreement');
            l_number := l_number + 1;
        exception when others then -- the others' end has come, too
            l_number := l_number + ops.note_failure(i_c, 'end_agreements', sqlstate, '{}');
        end;
    end loop;
    return l_number;
end;
$$;
comment on function access.end_agreements(audit.call) is 'Ends agreements whose end has come.';
revoke all on function access.end_agreements(audit.call) from public;
