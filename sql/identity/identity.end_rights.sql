-- SPDX-License-Identifier: Apache-2.0
-- identity.end_rights: takes back at once what an account may do (GS-3.3):
-- sessions, roles, delegations and grants.  Whoever holds the account's row commits it with
-- what else becomes of the account; every release after that is refused.
-- Tables:  identity.session, account_role, access.grant; writes session.ended,
--          role.ended, grant.revoked.

create function identity.end_rights(i_c audit.call, i_account identity.account) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_role  text;
    l_g     record;
    l_facts jsonb := jsonb_build_object('account', i_account.account_id, 'institution', i_account.institution_id);
begin
    perform identity.end_sessions(i_c, array(
        select s.session_id from identity.session s where s.account_id = i_account.account_id and s.ended_at is null));
    for l_role in delete from identity.account_role r where r.account_id = i_account.account_id returning r.role loop
        perform audit.write_consequence(i_c, 'role.ended', 'role', l_role, l_facts);
    end loop;
    perform access.end_delegations(i_c, i_account.account_id, 'rights_ended');
    for l_g in
        update access.grant g
           set state = 'revoked', version = g.version + 1, revoked_at = statement_timestamp()
         where g.account_id = i_account.account_id and g.state = 'granted'
        returning g.*
    loop
        perform audit.write_consequence(i_c, 'grant.revoked', 'grant', l_g.grant_id::text,
            l_facts || jsonb_build_object('owner', l_g.owner_id, 'grant', l_g.grant_id));
        perform ops.notify(i_c, array[i_account.account_id], 'grant.revoked', jsonb_build_object('grant', l_g.grant_id));
    end loop;
end;
$$;
comment on function identity.end_rights(audit.call, identity.account) is 'Takes back at once what an account may do.';
revoke all on function identity.end_rights(audit.call, identity.account) from public;
