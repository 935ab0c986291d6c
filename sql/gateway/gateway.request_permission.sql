-- SPDX-License-Identifier: Apache-2.0
-- gateway.request_permission: asks to read another institution's record
-- (GS-3.2).  Both institutions decide.
-- Input:   {kind: data, scope, max_level, operations, purpose, until, reason,
--          urgency}, with grant (its id) from the gateway.
-- Result:  {review, risk}; refusals: forbidden, invalid_value, not_found for a
--          record the caller may not know of, undecidable.
-- Tables:  access.grant.

create function gateway.request_permission(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'permission.request');
    l_refusal jsonb;
    l_record  record.record;
    l_opened  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_refusal := access.check_request(i_request);
    if l_refusal is not null then
        return audit.end_call(l_c, 'invalid_value', l_refusal);
    end if;
    select r.* into l_record
      from record.record r
     where r.record_id = ops.read_uuid(i_request->'scope'->>'record') and r.state = 'published'
       and record.find_basis(r, l_c.account_id, l_c.institution_id, l_c.rank) is not null;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_refusal := access.check_need(l_c, i_request, l_record.institution_id, l_record.level);
    if l_refusal is not null then
        return audit.end_call(l_c, 'invalid_value', l_refusal, jsonb_build_object('owner', l_record.institution_id));
    end if;
    l_opened := access.open_request(l_c, i_request, l_record.record_id, l_record.institution_id, l_record.person_id);
    if l_opened->>'code' <> 'ok' then
        return audit.end_call(l_c, l_opened->>'code', l_opened - 'code');
    end if;
    return audit.end_call(l_c, 'ok',
        jsonb_build_object('review', l_opened->'review', 'risk', '{"grade": "medium", "factors": []}'::jsonb),
        jsonb_build_object('owner', l_record.institution_id, 'review', l_opened->'review'->>'id',
                           'grant', i_request->>'grant'));
end;
$$;
comment on function gateway.request_permission(jsonb, jsonb) is 'Asks to read a record.';
revoke all on function gateway.request_permission(jsonb, jsonb) from public;
grant execute on function gateway.request_permission(jsonb, jsonb) to cs_gateway;
