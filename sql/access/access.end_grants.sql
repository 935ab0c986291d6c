-- SPDX-License-Identifier: Apache-2.0
-- access.end_grants: the one way in which grants end (GS-3.3): every release
-- and call that begins after the commit does without them.
-- Inputs:  i_grants, of which those that are granted end; i_state: revoked,
--          by what somebody did, or ended, by itself; i_reason, for the log:
--          holder, institution, owner, departure, transfer, retirement,
--          reclassification, destruction, term or agreement; i_review, by
--          which, or null.
-- Result:  how many.  Tables: access.grant, in the order of ids; writes
--          grant.revoked or grant.ended for each, of which its holder is told.

create function access.end_grants(i_c audit.call, i_grants uuid[], i_state text, i_reason text, i_review uuid default null) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_g      access.grant;
    l_number integer := 0;
begin
    for l_g in
        select g.* from access.grant g where g.grant_id = any (i_grants) and g.state = 'granted' order by g.grant_id for no key update
    loop
        update access.grant g
           set state = i_state, version = g.version + 1, ended_at = statement_timestamp()
         where g.grant_id = l_g.grant_id;
        perform audit.write_consequence(i_c, 'grant.' || i_state, 'grant', l_g.grant_id::text, jsonb_build_object(
            'account', l_g.account_id, 'institution', l_g.institution_id, 'owner', l_g.owner_id,
            'grant', l_g.grant_id, 'purpose', l_g.purpose, 'review', i_review, 'reason_code', i_reason));
        perform ops.notify(i_c, array[l_g.account_id], 'grant.' || i_state, jsonb_build_object('grant', l_g.grant_id, 'reason', i_reason));
        l_number := l_number + 1;
    end loop;
    return l_number;
end;
$$;
comment on function access.end_grants(audit.call, uuid[], text, text, uuid) is 'Ends grants.';
revoke all on function access.end_grants(audit.call, uuid[], text, text, uuid) from public;
