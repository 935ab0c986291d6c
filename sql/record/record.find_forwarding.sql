-- SPDX-License-Identifier: Apache-2.0
-- record.find_forwarding: what comes of forwarding a record: the permission to
-- view it that an account of another institution would have (GS-3.1.2, GS-3.2).
-- Nobody is given more than who forwards has, nor longer; for less time where
-- whoever forwards says so.
-- Looks across institutions (security/owners.sql): neither the recipient, nor
-- what was agreed on with the owner, need be the caller's.
-- Input:   i_request: record, to: an account's id or name, or the code of an
--          institution that has one service; purpose; until and reason, both
--          optional.
-- Result:  {code: ok, owner, record, author, agreement, holder: members of
--          audit.call, request: as for gateway.request_permission, inputs: what it
--          is graded by}, or {code} of a refusal, with pointer and detail:
--          not_found, operation_not_allowed, grant_required, purpose_not_granted,
--          invalid_value, conflict.

create function record.find_forwarding(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_to        text := i_request ->> 'to';
    l_purpose   text := i_request ->> 'purpose';
    l_r         record.record;
    l_may       jsonb;
    l_accounts  identity.account[];
    l_for       audit.call := i_c;
    l_agreement access.agreement;
    l_until     timestamptz := ops.read_time(i_request ->> 'until');
    l_last      timestamptz; -- what it rests on ends then
    l_asked     jsonb;
    l_refusal   jsonb;
begin
    l_may := record.find_forwarder(ops.read_uuid(i_request ->> 'record'), i_c.account_id, l_purpose);
    if l_may ->> 'code' = 'not_found' then
        return l_may;
    end if;
    select r.* into strict l_r from record.record r where r.record_id = ops.read_uuid(i_request ->> 'record');
    l_asked := jsonb_build_object('owner', l_r.institution_id, 'record', l_r.record_id, 'author', l_r.person_id);
    if l_may ->> 'code' <> 'ok' then
        return l_asked || l_may;
    end if;

    l_accounts := array(
        select a
          from identity.account a
          join identity.institution i on i.institution_id = a.institution_id
         where (a.account_id = ops.read_uuid(l_to) or a.name = l_to or i.code = l_to and a.kind = 'service')
           and a.institution_id not in (i_c.institution_id, l_r.institution_id)
           and identity.current_state(a) = 'active' and access.has_permission(a.account_id, 'record.read'));
    l_for.account_id     := l_accounts[1].account_id;
    l_for.person_id      := l_accounts[1].person_id;
    l_for.institution_id := l_accounts[1].institution_id;
    l_for.rank           := l_accounts[1].rank;
    select a.* into l_agreement
      from access.list_live_agreements(l_for.institution_id, l_r.institution_id, l_purpose) a
     order by a.ends_at desc limit 1;
    l_last := least(l_agreement.ends_at, l_r.expires_at, ops.read_time(l_may ->> 'until'));
    l_asked := l_asked || jsonb_build_object(
        'agreement', l_agreement.agreement_id,
        'holder', jsonb_build_object('account_id', l_for.account_id, 'person_id', l_for.person_id,
                                     'institution_id', l_for.institution_id, 'rank', l_for.rank),
        'request', jsonb_build_object(
            'kind', 'data', 'scope', jsonb_build_object('record', l_r.record_id), 'max_level', l_r.level, 'operations', '["view"]'::jsonb,
            'purpose', l_purpose, 'reason', coalesce(nullif(i_request ->> 'reason', ''), 'forwarded'), 'urgency', 'normal',
            'until', ops.format_time(l_last)));
    l_refusal := record.check_forwarding(l_r, l_accounts, l_agreement, l_asked -> 'request');
    if l_refusal is null and i_request ? 'until' then
        if coalesce(l_until >= statement_timestamp() + interval '1 minute' and l_until <= l_last, false) then
            l_asked := jsonb_set(l_asked, '{request,until}', to_jsonb(ops.format_time(l_until)));
        else
            l_refusal := jsonb_build_object('code', 'invalid_value', 'pointer', '/until', 'detail',
                'it is at least a minute from now, and no later than what it would rest on: ' || ops.format_time(l_last));
        end if;
    end if;
    return case when l_refusal is not null then l_refusal || jsonb_build_object('owner', l_r.institution_id)
                else l_asked || jsonb_build_object(
                    'code', 'ok', 'inputs', access.find_risk_facts(l_for, l_asked -> 'request', l_r.institution_id)) end;
end;
$$;
comment on function record.find_forwarding(audit.call, jsonb) is 'The permission that somebody would have whom a record is forwarded to.';
revoke all on function record.find_forwarding(audit.call, jsonb) from public;
