-- SPDX-License-Identifier: Apache-2.0
-- identity.close_ended: the clock's work: accounts whose end has come are
-- closed, and who gave notice leaves as announced (GS-2.1.1).  They could do
-- nothing from that moment on.
-- Result:  how many.  Tables: as identity.close_account.

create function identity.close_ended(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a      identity.account;
    l_number integer := 0;
begin
    for l_a in
        select a.* from identity.account a
         where a.ends_at <= statement_timestamp() and a.state in ('active', 'locked', 'suspended')
         order by a.institution_id, a.account_id
         limit 100
    loop
        perform from identity.institution i where i.institution_id = l_a.institution_id for no key update;
        select a.* into l_a from identity.account a
         where a.account_id = l_a.account_id and a.ends_at <= statement_timestamp() and a.state in ('active', 'locked', 'suspended')
           for no key update;
        if found then
            if l_a.leaves_as = 'retired' and l_a.state = 'active' then
                perform identity.retire_account(i_c, l_a);
            else
                perform identity.close_account(i_c, l_a, coalesce(l_a.leaves_as, 'ended'));
            end if;
            l_number := l_number + 1;
        end if;
    end loop;
    return l_number;
end;
$$;
comment on function identity.close_ended(audit.call) is 'Closes accounts whose end has come.';
revoke all on function identity.close_ended(audit.call) from public;
