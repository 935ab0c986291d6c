-- SPDX-License-Identifier: Apache-2.0
-- audit.begin_stranger_call: opens a call of which nobody says who calls.
-- Input:   i_call, the request entry as the gateway fixed it, its MAC, the
--          personal part with its salt, the idempotency key; proof, on the
--          first call of a request that bore a DPoP proof;
--          i_actions, what the entry of such a call can be: each function says
--          it of itself, so that nothing rests on what its caller calls it; null
--          for what does nothing but write the entry.
-- Result:  the call; code is clock when the entry's id is more than 5 s off,
--          for an id decides the month in which the entry lies for ever;
--          invalid_proof when the proof was shown before: it is spent whatever
--          becomes of the call.
-- Raises:  as audit.check_transaction; CS002 for another action.  Tables: ops.spent_proof.

create function audit.begin_stranger_call(i_call jsonb, variadic i_actions text[]) returns audit.call
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call;
begin
    perform audit.check_transaction();
    if i_actions is not null and coalesce(i_call -> 'entry' ->> 'action' <> all (i_actions), true) then
        raise exception using errcode = 'CS002', message = format('this is no call of %s', quote_nullable(i_call -> 'entry' ->> 'action'));
    end if;
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
comment on function audit.begin_stranger_call(jsonb, text[]) is 'Opens a call whose caller is not known; code clock when the node''s clock is off.';
revoke all on function audit.begin_stranger_call(jsonb, text[]) from public;
