-- SPDX-License-Identifier: Apache-2.0
-- identity.speak_for: a call in the name of an account whose person has proven
-- to be that, though not signed in.

create function identity.speak_for(i_c audit.call, i_account identity.account) returns audit.call
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := i_c;
begin
    l_c.account_id     := i_account.account_id;
    l_c.person_id      := i_account.person_id;
    l_c.institution_id := i_account.institution_id;
    l_c.department     := i_account.department;
    l_c.rank           := i_account.rank;
    l_c.kind           := i_account.kind;
    return l_c;
end;
$$;
comment on function identity.speak_for(audit.call, identity.account) is 'A call in the name of an account.';
revoke all on function identity.speak_for(audit.call, identity.account) from public;
