-- SPDX-License-Identifier: Apache-2.0
-- record.find_forwarding: what comes of forwarding a record: the permission to
-- view it that an account of another institution would have (GS-3.1.2, GS-3.2).
-- Whoever forwards may do so at its level by their rank, and by a grant for that
-- purpose where they need one; nobody is given more than they have, nor longer.
-- Looks across institutions (security/owners.sql): neither the recipient, nor
-- what was agreed on with the owner, need be the caller's.
-- Input:   i_request: record, to: an account's id or name, or the code of an
--          institution that has one service; purpose.
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
    l_needed    boolean;
    l_grants    access.grant[];
    l_accounts  identity.account[];
    l_for       audit.call := i_c;
    l_agreement access.agreement;
    l_asked     jsonb;
    l_refusal   jsonb;
begin
    select r.* into l_r
      from record.record r
     where r.record_id = ops.read_uuid(i_request ->> 'record') and r.state = 'published'
       and record.find_basis(r, i_c.account_id, i_c.institution_id, i_c.rank) is not null;
    if not found then
        return '{"code": "not_found"}';
    end if;
    l_asked := jsonb_build_object('owner', l_r.institution_id, 'record', l_r.record_id, 'author', l_r.person_id);
    if not exists (select from access.matrix m
                    where m.policy = i_c.policy and m.level = l_r.level and m.rank = i_c.rank and m.operation = 'forward') then
        return l_asked || '{"code": "operation_not_allowed"}';
    end if;
    l_needed := exists (select from access.grant_rule g
                         where g.policy = i_c.policy and g.level = l_r.level
                           and g.side = case when l_r.institution_id = i_c.institution_id then 'own' else 'other' end);
    l_grants := array(
        select g
          from record.list_grants(l_r, i_c.account_id) g
          join access.level most on most.policy = i_c.policy and most.level = g.max_level
          join access.level this on this.policy = i_c.policy and this.level = l_r.level and this.ordinal <= most.ordinal
         where l_needed and 'forward' = any (g.operations));
    if l_needed and cardinality(l_grants) = 0 then
        return l_asked || '{"code": "grant_required"}';
    elsif l_needed and not exists (select from unnest(l_grants) g where g.purpose = l_purpose) then
        return l_asked || '{"code": "purpose_not_granted"}';
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
    l_asked := l_asked || jsonb_build_object(
        'agreement', l_agreement.agreement_id,
        'holder', jsonb_build_object('account_id', l_for.account_id, 'person_id', l_for.person_id,
                                     'institution_id', l_for.institution_id, 'rank', l_for.rank),
        'request', jsonb_build_object(
            'kind', 'data', 'scope', jsonb_build_object('record', l_r.record_id), 'max_level', l_r.level, 'operations', '["view"]'::jsonb,
            'purpose', l_purpose, 'reason', 'forwarded', 'urgency', 'normal', 'until', ops.format_time(least(
                l_agreement.ends_at, l_r.expires_at, (select max(g.until_at) from unnest(l_grants) g where g.purpose = l_purpose)))));
    l_refusal := record.check_forwarding(l_r, l_accounts, l_agreement, l_asked -> 'request');
    return case when l_refusal is not null then l_refusal || jsonb_build_object('owner', l_r.institution_id)
                else l_asked || jsonb_build_object(
                    'code', 'ok', 'inputs', access.find_risk_facts(l_for, l_asked -> 'request', l_r.institution_id)) end;
end;
$$;
comment on function record.find_forwarding(audit.call, jsonb) is 'The permission that somebody would have whom a record is forwarded to.';
revoke all on function record.find_forwarding(audit.call, jsonb) from public;
