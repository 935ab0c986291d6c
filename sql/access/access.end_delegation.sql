-- SPDX-License-Identifier: Apache-2.0
-- access.end_delegation: nobody decides in somebody's name any more; both are told.
-- Inputs:  i_delegation, whose row the caller holds; i_reason, why.
-- Tables:  access.delegation; writes delegation.ended.

create function access.end_delegation(i_c audit.call, i_delegation access.delegation, i_reason text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update access.delegation d
       set ended_at = statement_timestamp()
     where d.delegation_id = i_delegation.delegation_id;
    perform audit.write_consequence(i_c, 'delegation.ended', 'delegation', i_delegation.delegation_id::text, jsonb_build_object(
        'account', i_delegation.to_account_id, 'institution', i_delegation.institution_id,
        'owner', i_delegation.institution_id, 'reason_code', i_reason));
    perform ops.notify(i_c, array[i_delegation.from_account_id, i_delegation.to_account_id], 'delegation.ended',
                       access.describe_delegation(i_delegation) - array['reason', 'given_at'] || jsonb_build_object('reason', i_reason));
end;
$$;
comment on function access.end_delegation(audit.call, access.delegation, text) is 'Ends a delegation.';
revoke all on function access.end_delegation(audit.call, access.delegation, text) from public;
