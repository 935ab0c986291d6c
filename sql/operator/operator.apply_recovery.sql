-- SPDX-License-Identifier: Apache-2.0
-- operator.apply_recovery: does what enough of the offline keys signed, once.
-- The operator's login alone can do nothing by it.
-- Inputs:  i_call, the entry of platform.recover, MACed on a node like any
--          other; i_request: recovery, signatures.
-- Result:  {code: ok, operation}; with detail: bad_signature, conflict for
--          what is unknown, expired or done, facts_moved, device_taken, clock.
--          Each try is an entry and an alert, but for invalid_value: what names
--          a node that there is not would stand under a false name in the log.
-- Tables:  identity.recovery (row lock), and as identity.apply_recovery.

create function operator.apply_recovery(i_call jsonb, i_request jsonb) returns jsonb
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call;
    l_r identity.recovery;
begin
    if not exists (select from ops.node n where n.node = i_call -> 'entry' ->> 'node') then
        return jsonb_build_object('code', 'invalid_value', 'pointer', '/node', 'detail',
            'there is no such node; there are: ' || (select coalesce(string_agg(n.node, ', ' order by n.node), 'none') from ops.node n));
    end if;
    perform access.hold_policies(true); -- one of them may be re-activated
    l_c := audit.begin_stranger_call(i_call, 'platform.recover');
    if l_c.code is not null then
        return jsonb_build_object('code', l_c.code);
    end if;
    perform from identity.platform for no key update;
    select r.* into l_r from identity.recovery r where r.recovery_id = ops.read_uuid(i_request ->> 'recovery') for update;
    l_c.code := case
        when l_r.recovery_id is null or l_r.applied_at is not null or l_r.expires_at <= statement_timestamp() then 'conflict'
        when not identity.check_recovery(l_r, i_request -> 'signatures') then 'bad_signature'
        else identity.apply_recovery(l_c, l_r) end;
    if l_c.code = 'ok' then
        update identity.recovery r
           set applied_at = statement_timestamp(), entry_id = l_c.entry_id
         where r.recovery_id = l_r.recovery_id;
    end if;
    perform ops.raise_alert(l_c, case l_c.code when 'ok' then 'recovery_applied' else 'recovery_refused' end, 'critical',
        jsonb_strip_nulls(jsonb_build_object(
            'operation', l_r.operation, 'reason', nullif(l_c.code, 'ok'), 'account', l_r.payload::jsonb -> 'account',
            'institution', (select a.institution_id from identity.account a
                             where a.account_id = (l_r.payload::jsonb ->> 'account')::uuid))));
    set constraints all immediate;
    perform audit.write_request(l_c, l_c.code, '{}'); -- each, however many
    return jsonb_strip_nulls(jsonb_build_object('code', l_c.code, 'operation', l_r.operation, 'detail', case l_c.code
        when 'conflict' then case
            when l_r.recovery_id is null then 'this platform has no such challenge'
            when l_r.applied_at is not null then 'the challenge was applied before: ask for another one'
            else 'the challenge has expired: ask for another one' end
        when 'bad_signature' then 'too few different recovery keys signed exactly this challenge; needed are '
            || (select p.recovery_needed from identity.platform p)
        when 'facts_moved' then 'what it would change has changed since: ask for another challenge'
        when 'device_taken' then 'the certificate or its key has been a device before: make a new key' end));
end;
$$;
comment on function operator.apply_recovery(jsonb, jsonb) is 'Does what enough of the offline keys signed.';
revoke all on function operator.apply_recovery(jsonb, jsonb) from public;
grant execute on function operator.apply_recovery(jsonb, jsonb) to cs_operator;
