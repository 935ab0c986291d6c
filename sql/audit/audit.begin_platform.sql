-- SPDX-License-Identifier: Apache-2.0
-- audit.begin_platform: opens the one call that no gateway makes: the
-- platform's beginning.  Its entry bears no MAC; the sealer accepts it as the
-- first leaf only.
-- Result:  the call, for audit.end_call and audit.write_consequence.

create function audit.begin_platform() returns audit.call
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call;
begin
    l_c.entry_id := ops.uuid_v7();
    l_c.entry    := jsonb_build_object('id', l_c.entry_id, 'action', 'platform.initialised', 'object_type', 'platform');
    l_c.policy   := 1;
    return l_c;
end;
$$;
comment on function audit.begin_platform() is 'Opens the call of the platform''s beginning.';
revoke all on function audit.begin_platform() from public;
