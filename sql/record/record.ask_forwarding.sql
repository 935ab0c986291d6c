-- SPDX-License-Identifier: Apache-2.0
-- record.ask_forwarding: asks in another's name that they may view a record:
-- people of the caller's institution and of the owner decide (GS-3.2).
-- The record is held: it is of no other level when it is asked for.
-- Input:   i_request, as in gateway.forward_record.
-- Result:  {code, body: {review, risk}, facts}, for audit.end_asked.
-- Tables:  access.explanation_count; see access.keep_grant.

create function record.ask_forwarding(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_probing jsonb;
    l_asked   jsonb;
    l_wait    integer;
    l_code    text;
begin
    perform from identity.account a where a.account_id = i_c.account_id for share;
    if not identity.may_still(i_c, 'permission.request') then
        return '{"code": "forbidden"}';
    end if;
    perform identity.hold_person(i_c.person_id);
    perform from record.record r where r.record_id = ops.read_uuid(i_request ->> 'record') for share;
    -- Whatever the answer, it says something of whom it is to: it counts, and who waits is told nothing.
    l_probing := access.refuse_probing(i_c);
    if l_probing is not null then
        return l_probing;
    end if;
    l_wait := access.find_wait(i_c);
    if l_wait is not null then
        return jsonb_build_object('code', 'too_many_requests', 'body', jsonb_build_object('retry_after', l_wait));
    end if;
    perform access.count_explanation(i_c);
    l_asked := record.find_forwarding(i_c, i_request);
    if l_asked ->> 'code' <> 'ok' then
        return access.refuse_asked(l_asked);
    end if;
    l_code := access.check_risk(i_c, i_request -> 'risk', l_asked -> 'inputs');
    if l_code <> 'ok' then
        return jsonb_build_object('code', l_code, 'facts', jsonb_build_object('owner', l_asked -> 'owner'));
    end if;
    return access.open_request(i_c, jsonb_populate_record(i_c, l_asked -> 'holder'),
                               l_asked -> 'request' || jsonb_build_object('grant', i_request -> 'grant', 'risk', i_request -> 'risk'), l_asked);
end;
$$;
comment on function record.ask_forwarding(audit.call, jsonb) is 'Asks in another''s name that they may view a record.';
revoke all on function record.ask_forwarding(audit.call, jsonb) from public;
