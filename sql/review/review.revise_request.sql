-- SPDX-License-Identifier: Apache-2.0
-- review.revise_request: a permission that was sent back, or could not be
-- granted, is asked for once more.
-- Result:  {code: ok, payload, base}, or a refusal.  Tables: access.grant.

create function review.revise_request(i_c audit.call, i_review review.review, i_p jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_owner   uuid;
    l_level   text;
    l_refusal jsonb := access.check_request(i_p || '{"kind": "data"}');
    l_version integer;
begin
    if l_refusal is not null then
        return '{"code": "invalid_value"}' || l_refusal;
    end if;
    select r.institution_id, r.level into l_owner, l_level
      from record.record r
     where r.record_id = ops.read_uuid(i_p -> 'scope' ->> 'record') and r.state = 'published'
       and record.find_basis(r, i_c.account_id, i_c.institution_id, i_c.rank) is not null;
    if not found then
        return '{"code": "not_found"}';
    end if;
    l_refusal := access.check_need(i_c, i_p, l_owner, l_level);
    if l_refusal is not null then
        return '{"code": "invalid_value"}' || l_refusal;
    end if;
    update access.grant g
       set state = 'requested', max_level = i_p ->> 'max_level', operations = array(select jsonb_array_elements_text(i_p -> 'operations')),
           purpose = i_p ->> 'purpose', until_at = ops.read_time(i_p ->> 'until'), version = g.version + 1
     where g.grant_id = i_review.object_id and g.state in ('requested', 'rejected')
    returning g.version into l_version;
    return jsonb_build_object('code', 'ok', 'payload', i_p, 'base', l_version);
end;
$$;
comment on function review.revise_request(audit.call, review.review, jsonb) is 'Asks once more for a permission.';
revoke all on function review.revise_request(audit.call, review.review, jsonb) from public;
