-- SPDX-License-Identifier: Apache-2.0
-- review.revise_request: a permission that was sent back, or could not be
-- granted, is asked for once more, for the same or less: what its risk was
-- graded by is then no less than what it is, where nothing else has made it graver.
-- Result:  {code: ok, payload, base}, or a refusal.  Tables: access.grant.

create function review.revise_request(i_c audit.call, i_review review.review, i_p jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_old     jsonb := i_review.payload::jsonb;
    l_asked   jsonb := access.find_asked(i_c, i_p);
    l_more    text;
    l_version integer;
begin
    if l_asked ->> 'code' <> 'ok' then
        return l_asked - 'owner';
    end if;
    l_more := case
        when not i_p -> 'operations' <@ (l_old -> 'operations') then 'operations'
        when ops.read_time(i_p ->> 'until') > ops.read_time(l_old ->> 'until') then 'until'
        when (select this.ordinal > old.ordinal from access.level this, access.level old
               where this.policy = i_c.policy and this.level = i_p ->> 'max_level'
                 and old.policy = i_c.policy and old.level = l_old ->> 'max_level') then 'max_level' end;
    if l_more is not null then
        return jsonb_build_object('code', 'invalid_value', 'pointer', '/' || l_more, 'detail',
            'it is no more than before: withdraw the review and ask anew');
    end if;
    if access.rank_grade(access.find_least_grade(i_c.policy, access.find_risk_facts(i_c, i_p, (l_asked ->> 'owner')::uuid)))
       > access.rank_grade(i_review.grade) then
        return '{"code": "conflict", "detail": "its risk has grown meanwhile: withdraw the review and ask anew"}';
    end if;
    update access.grant g
       set state = 'requested', max_level = i_p ->> 'max_level',
           operations = case g.kind when 'data' then array(select jsonb_array_elements_text(i_p -> 'operations')) end,
           until_at = ops.read_time(i_p ->> 'until'), version = g.version + 1
     where g.grant_id = i_review.object_id and g.state in ('requested', 'rejected')
    returning g.version into l_version;
    return jsonb_build_object('code', 'ok', 'payload', i_p, 'base', l_version);
end;
$$;
comment on function review.revise_request(audit.call, review.review, jsonb) is 'Asks once more for a permission.';
revoke all on function review.revise_request(audit.call, review.review, jsonb) from public;
