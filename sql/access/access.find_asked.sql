-- SPDX-License-Identifier: Apache-2.0
-- access.find_asked: what a request for a permission is about, where it asks
-- for something that can be given.
-- Input:   i_request, as in gateway.request_permission.
-- Result:  {code: ok, owner, record, author}, or {code} of a refusal, with
--          pointer and detail: invalid_value, not_found for a record the caller
--          may not know of.

create function access.find_asked(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb := access.check_request(i_request);
    l_asked   jsonb;
begin
    if l_refusal is not null then
        return l_refusal || '{"code": "invalid_value"}';
    end if;
    select jsonb_build_object('code', 'ok', 'owner', r.institution_id, 'record', r.record_id, 'author', r.person_id, 'level', r.level)
      into l_asked
      from record.record r
     where r.record_id = ops.read_uuid(i_request -> 'scope' ->> 'record') and r.state = 'published'
       and record.find_basis(r, i_c.account_id, i_c.institution_id, i_c.rank) is not null;
    if not found then
        return '{"code": "not_found"}';
    end if;
    l_refusal := access.check_need(i_c, i_request, (l_asked ->> 'owner')::uuid, l_asked ->> 'level');
    if l_refusal is not null then
        return l_refusal || jsonb_build_object('code', 'invalid_value', 'owner', l_asked -> 'owner');
    end if;
    return l_asked;
end;
$$;
revoke all on function access.find_asked(audit.call, jsonb) from public;
comment on function access.find_asked(audit.call, jsonb) is 'What a request for a permission is about.';
