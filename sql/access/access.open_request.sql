-- SPDX-License-Identifier: Apache-2.0
-- access.open_request: opens the review of a permission and keeps the grant
-- that waits for it.
-- Inputs:  i_for, who is to hold it: the caller, or whom they forward to;
--          i_request, checked and graded; i_asked, as access.find_asked found it.
-- Result:  {code, body: {review, risk}, facts}, or what review.open_review refuses.
-- Tables:  see access.keep_grant.

create function access.open_request(i_c audit.call, i_for audit.call, i_request jsonb, i_asked jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    -- What the reviewers sign is what the grant will be, and nothing else that a caller may have said.
    l_members constant text[] := '{kind,permission,scope,max_level,operations,purpose,until,reason,grant}';
    l_grade   text := i_request -> 'risk' ->> 'grade';
    l_opened  jsonb;
    l_g       access.grant;
begin
    l_opened := review.open_review(i_c, 'permission.grant',
        (select jsonb_object_agg(m.key, m.value) from jsonb_each(i_request) m where m.key = any (l_members)) || jsonb_strip_nulls(jsonb_build_object(
            'agreement', i_asked -> 'agreement',
            'account', i_for.account_id, 'forwarded_by', nullif(i_c.account_id, i_for.account_id), 'risk', l_grade,
            'institution', (select i.code from identity.institution i where i.institution_id = i_for.institution_id),
            'owner', (select i.code from identity.institution i where i.institution_id = (i_asked ->> 'owner')::uuid))),
        jsonb_build_object(
            'institution', i_c.institution_id, 'owner_institution', i_asked -> 'owner',
            'beneficiary_person', i_for.person_id, 'author_person', i_asked -> 'author', 'grade', l_grade,
            'object_type', 'grant', 'object', i_request ->> 'grant', 'base', 1, 'urgency', i_request ->> 'urgency'));
    if l_opened ->> 'code' <> 'ok' then
        return jsonb_build_object('code', l_opened -> 'code', 'body', l_opened - 'code',
                                  'facts', jsonb_build_object('owner', i_asked -> 'owner'));
    end if;
    l_g := access.keep_grant(i_c, i_for, i_request, i_asked, (l_opened -> 'review' ->> 'id')::uuid);
    return jsonb_build_object(
        'code', 'ok',
        'body', jsonb_build_object('review', l_opened -> 'review', 'risk', access.describe_risk(
            l_g.grant_id, case i_for.account_id when i_c.account_id then 'names' else 'grade' end)),
        'facts', jsonb_build_object('owner', l_g.owner_id, 'review', l_g.review_id, 'grant', l_g.grant_id));
end;
$$;
comment on function access.open_request(audit.call, audit.call, jsonb, jsonb) is 'Opens the review of a permission.';
revoke all on function access.open_request(audit.call, audit.call, jsonb, jsonb) from public;
