-- SPDX-License-Identifier: Apache-2.0
-- record.end_grants: revokes the grants for a record alone, whose content
-- nobody reads any more.
-- Input:   i_review, by which, or null.
-- Tables:  access.grant; writes grant.revoked.

create function record.end_grants(i_c audit.call, i_record uuid, i_review uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_g access.grant;
begin
    for l_g in
        update access.grant g
           set state = 'revoked', version = g.version + 1, revoked_at = statement_timestamp()
         where g.record_id = i_record and g.state = 'granted'
        returning g.*
    loop
        perform audit.write_consequence(i_c, 'grant.revoked', 'grant', l_g.grant_id::text, jsonb_build_object(
            'account', l_g.account_id, 'institution', l_g.institution_id, 'owner', l_g.owner_id, 'grant', l_g.grant_id, 'review', i_review));
        perform ops.notify(i_c, array[l_g.account_id], 'grant.revoked', jsonb_build_object('grant', l_g.grant_id));
    end loop;
end;
$$;
comment on function record.end_grants(audit.call, uuid, uuid) is 'Revokes the grants for a record alone.';
revoke all on function record.end_grants(audit.call, uuid, uuid) from public;
