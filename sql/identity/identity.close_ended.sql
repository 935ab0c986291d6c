-- SPDX-License-Identifier: Apache-2.0
-- identity.close_ended: the clock's work: accounts whose end has come are
-- closed, and who gave notice leaves as announced (GS-2.1.1).  They could do
-- nothing from that moment on.  One at a time, as ops.run_clock says.
-- Result:  how many.  Tables: as identity.end_account.

create function identity.close_ended(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_account uuid;
    l_number  integer := 0;
begin
    for l_account in
        select a.account_id from identity.account a
         where a.ends_at <= statement_timestamp() and a.state in ('active', 'locked', 'suspended')
         order by a.institution_id, a.account_id
         limit 100
    loop
        begin
            l_number := l_number + identity.end_account(i_c, l_account)::integer;
        exception when others then -- the others' ends have come, too
            l_number := l_number + ops.note_failure(i_c, 'close_ended', sqlstate, jsonb_build_object('account', l_account));
        end;
        exit when l_number > 0; -- what raised is passed over, one that is done is enough for a tick
    end loop;
    return l_number;
end;
$$;
comment on function identity.close_ended(audit.call) is 'Closes accounts whose end has come.';
revoke all on function identity.close_ended(audit.call) from public;
