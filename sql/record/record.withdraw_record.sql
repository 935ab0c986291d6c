-- SPDX-License-Identifier: Apache-2.0
-- record.withdraw_record: a published record is released to nobody any more,
-- and grants for it alone end (GS-2.3.2).  For good: what should be read again
-- is published anew.  Its author is told who did it.  The caller holds its row.
-- Tables:  record.record, access.grant; writes grant.revoked, record.withdrawn.

create function record.withdraw_record(i_c audit.call, i_record record.record, i_reason text) returns record.record
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_record record.record;
begin
    update record.record r
       set state = 'withdrawn', withdrawn_for = i_reason, version = r.version + 1
     where r.record_id = i_record.record_id
    returning r.* into strict l_record;
    perform access.end_grants(i_c, array(select g.grant_id from access.grant g where g.record_id = l_record.record_id), 'revoked', 'withdrawal');
    perform audit.write_consequence(i_c, 'record.withdrawn', 'record', l_record.record_id::text, jsonb_build_object(
        'owner', l_record.institution_id, 'revision', l_record.revision));
    perform ops.notify(i_c, array[l_record.account_id], 'record.withdrawn', jsonb_build_object(
        'object', l_record.record_id, 'account', i_c.account_id));
    return l_record;
end;
$$;
comment on function record.withdraw_record(audit.call, record.record, text) is 'Withdraws a published record.';
revoke all on function record.withdraw_record(audit.call, record.record, text) from public;
