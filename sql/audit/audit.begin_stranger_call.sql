-- SPDX-License-Identifier: Apache-2.0
-- audit.begin_stranger_call: opens a call of which nobody says who calls.
-- Input:   i_call, the request entry as the gateway fixed it, its MAC, the
--          personal part with its salt, the idempotency key; proof, on the
--          first call of a request that bore a DPoP proof.
-- Result:  the call; code is clock when the entry's id is more than 5 s off,
--          for an id decides the month in which the entry lies for ever;
--          invalid_proof when the proof was shown before: it is spent whatever
--          becomes of the call.
-- Raises:  as audit.check_transaction.  Tables: ops.spent_proof.

create function audit.begin_stranger_call(i_call jsonb) returns audit.call
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call;
begin
    perform audit.check_transaction();
    perform access.hold_policies(false);
    perform set_config('countersign.institution', '', true);
    perform set_config('countersign.readable', '', true);
    l_c.entry    := i_call->'entry';
    l_c.entry_id := (l_c.entry->>'id')::uuid;
    l_c.mac      := decode(i_call->>'mac', 'hex');
    l_c.personal := i_call->>'personal';
    l_c.salt     := decode(i_call->>'salt', 'hex');
    l_c.key      := i_call->>'key';
    l_c.policy   := access.current_policy();
    if not ops.is_current(l_c.entry_id) then
        l_c.code := 'clock'; -- before the proof: the node repeats this call with it
    elsif not ops.spend_proof(i_call->>'proof') then
        l_c.code := 'invalid_proof';
    end if;
    return l_c;
end;
$$;
comment on function audit.begin_stranger_call(jsonb) is 'Opens a call whose caller is not known; code clock when the node''s clock is off.';
revoke all on function audit.begin_stranger_call(jsonb) from public;
