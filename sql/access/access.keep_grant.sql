-- SPDX-License-Identifier: Apache-2.0
-- access.keep_grant: the rows of what was asked for: the grant, waiting for
-- its review or in force at once, and how it was graded.
-- Inputs:  i_for, who is to hold it; i_request, with grant and risk; i_asked, as access.find_asked found
--          it; i_review, null where the engine grants it.
-- Result:  the grant.  Tables: access.grant, access.risk.

create function access.keep_grant(i_c audit.call, i_for audit.call, i_request jsonb, i_asked jsonb, i_review uuid) returns access.grant
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_g access.grant;
begin
    insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, permission, record_id, type, category, max_level,
                              operations, purpose, agreement_id, until_at, reason, review_id, state, granted_at)
    values ((i_request ->> 'grant')::uuid, i_request ->> 'kind', i_for.account_id, i_for.institution_id, (i_asked ->> 'owner')::uuid,
            i_request ->> 'permission', (i_asked ->> 'record')::uuid, i_request -> 'scope' ->> 'type',
            i_request -> 'scope' ->> 'category', i_request ->> 'max_level',
            case i_request ->> 'kind' when 'data' then array(select jsonb_array_elements_text(i_request -> 'operations')) end,
            i_request ->> 'purpose', (i_asked ->> 'agreement')::uuid,
            ops.read_time(i_request ->> 'until'), i_request ->> 'reason', i_review,
            case when i_review is null then 'granted' else 'requested' end,
            case when i_review is null then statement_timestamp() end)
    returning * into l_g;
    insert into access.risk (grant_id, person_id, policy, inputs, grade, points, factors)
    select l_g.grant_id, i_c.person_id, i_c.policy, countersign.canonicalize((r.risk -> 'inputs')::text),
           r.risk ->> 'grade', (r.risk ->> 'points')::integer, r.risk -> 'factors'
      from (values (i_request -> 'risk')) r (risk);
    return l_g;
end;
$$;
comment on function access.keep_grant(audit.call, audit.call, jsonb, jsonb, uuid) is 'Keeps what was asked for, and how it was graded.';
revoke all on function access.keep_grant(audit.call, audit.call, jsonb, jsonb, uuid) from public;
