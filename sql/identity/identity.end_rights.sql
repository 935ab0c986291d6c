-- SPDX-License-Identifier: Apache-2.0
-- identity.end_rights: takes back at once what an account may do (GS-3.3):
-- sessions, roles, delegations and grants, also those that wait.  Whoever holds the account's
-- row commits it with what else becomes of the account; every release after
-- that is refused.
-- Input:   i_reason, as in access.end_grants.
-- Tables:  identity.session, account_role, access.grant; writes session.ended,
--          role.ended, grant.revoked.

create function identity.end_rights(i_c audit.call, i_account identity.account, i_reason text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_role  text;
    l_facts jsonb := jsonb_build_object('account', i_account.account_id, 'institution', i_account.institution_id);
begin
    perform identity.end_sessions(i_c, array(
        select s.session_id from identity.session s where s.account_id = i_account.account_id and s.ended_at is null));
    for l_role in delete from identity.account_role r where r.account_id = i_account.account_id returning r.role loop
        perform audit.write_consequence(i_c, 'role.ended', 'role', l_role, l_facts);
    end loop;
    perform access.end_delegations(i_c, i_account.account_id, 'rights_ended');
    perform access.end_break_glasses(i_c, i_account.account_id, 'rights_ended');
    perform access.end_grants(i_c, array(select g.grant_id from access.grant g where g.account_id = i_account.account_id), 'revoked', i_reason);
    -- What was asked for the former post is not given to the new one.
    update access.grant g set state = 'rejected', version = g.version + 1 where g.account_id = i_account.account_id and g.state = 'requested';
end;
$$;
comment on function identity.end_rights(audit.call, identity.account, text) is 'Takes back at once what an account may do.';
revoke all on function identity.end_rights(audit.call, identity.account, text) from public;
