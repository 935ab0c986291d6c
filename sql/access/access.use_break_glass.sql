-- SPDX-License-Identifier: Apache-2.0
-- access.use_break_glass: puts on record that a call does under a break-glass
-- what it does: whether its caller could have done so without or not, so that
-- the reviewers see all that the two ended for others in that time.  Before the
-- act, which may end the break-glass.
-- Inputs:  i_break_glass, or null: then nothing; i_object_type, i_object, what
--          is ended; i_reason, where the caller gave one.
-- Result:  what the call's own entry says of it.
-- Tables:  access.break_glass_act; writes break_glass.used, whose cause is the
--          act's entry.

create function access.use_break_glass(i_c audit.call, i_break_glass uuid, i_object_type text, i_object uuid, i_reason text default null) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_break_glass is null then
        return '{}';
    end if;
    insert into access.break_glass_act (entry_id, break_glass_id, account_id, action, object_type, object_id, reason)
    values (i_c.entry_id, i_break_glass, i_c.account_id, i_c.entry ->> 'action', i_object_type, i_object, i_reason);
    perform audit.write_consequence(i_c, 'break_glass.used', 'break_glass', i_break_glass::text, jsonb_build_object('owner', i_c.institution_id));
    return '{"reason_code": "break_glass"}';
end;
$$;
comment on function access.use_break_glass(audit.call, uuid, text, uuid, text) is 'Puts on record that a call acts under a break-glass.';
revoke all on function access.use_break_glass(audit.call, uuid, text, uuid, text) from public;
