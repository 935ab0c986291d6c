-- SPDX-License-Identifier: Apache-2.0
-- access.open_request: opens the review of a permission and keeps the grant
-- that waits for it.
-- Inputs:  i_request, checked; the record with its owner and author.
-- Result:  what review.open_review answers.  Tables: access.grant.

create function access.open_request(i_c audit.call, i_request jsonb, i_record uuid, i_owner uuid, i_author uuid)
    returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_opened jsonb;
begin
    l_opened := review.open_review(i_c, 'permission.grant',
        (i_request - array['urgency', 'kind']) || jsonb_build_object(
            'account', i_c.account_id,
            'institution', (select i.code from identity.institution i where i.institution_id = i_c.institution_id),
            'owner', (select i.code from identity.institution i where i.institution_id = i_owner)),
        jsonb_build_object(
            'institution', i_c.institution_id, 'owner_institution', i_owner,
            'beneficiary_person', i_c.person_id, 'author_person', i_author,
            'object_type', 'grant', 'object', i_request ->> 'grant', 'base', 1,
            'grade', 'medium', 'urgency', i_request ->> 'urgency'));
    if l_opened ->> 'code' = 'ok' then
        insert into access.grant (grant_id, account_id, institution_id, owner_id, record_id, max_level, operations,
                                  purpose, until_at, review_id)
        values ((i_request ->> 'grant')::uuid, i_c.account_id, i_c.institution_id, i_owner,
                i_record, i_request ->> 'max_level',
                array(select jsonb_array_elements_text(i_request -> 'operations')), i_request ->> 'purpose',
                ops.read_time(i_request ->> 'until'), (l_opened -> 'review' ->> 'id')::uuid);
    end if;
    return l_opened;
end;
$$;
comment on function access.open_request(audit.call, jsonb, uuid, uuid, uuid) is 'Opens the review of a permission.';
revoke all on function access.open_request(audit.call, jsonb, uuid, uuid, uuid) from public;
