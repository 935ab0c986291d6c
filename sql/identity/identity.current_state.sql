-- SPDX-License-Identifier: Apache-2.0
-- identity.current_state: the state of an account that counts at this moment:
-- its end may have come before the clock closed it, and an institution that is
-- not active has no active accounts.

create function identity.current_state(i_account identity.account) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when i_account.state in ('active', 'locked') and i_account.ends_at <= statement_timestamp() then 'closed'
        when i_account.state = 'active' and not exists (
            select from identity.institution i where i.institution_id = i_account.institution_id and i.state = 'active')
        then 'suspended'
        else i_account.state end;
end;
$$;
comment on function identity.current_state(identity.account) is 'State of an account that counts now.';
revoke all on function identity.current_state(identity.account) from public;
