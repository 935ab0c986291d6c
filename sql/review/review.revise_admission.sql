-- SPDX-License-Identifier: Apache-2.0
-- review.revise_admission: an institution that was sent back, or could not
-- become active, is proposed once more.
-- Input:   i_p, as identity.describe_admission says.
-- Result:  {code: ok, payload, base}, or a refusal.
-- Tables:  identity.institution.

create function review.revise_admission(i_review review.review, i_p jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    -- Of a partner the liaison and the end stand with each of its people.
    l_p       jsonb := identity.describe_admission(i_p || jsonb_strip_nulls(jsonb_build_object(
        'liaison', i_review.payload::jsonb -> 'people' -> 0 -> 'liaison', 'ends_at', i_review.payload::jsonb -> 'people' -> 0 -> 'ends_at')));
    l_refusal jsonb := identity.check_institution(l_p || jsonb_strip_nulls(jsonb_build_object(
        'liaison', l_p -> 'people' -> 0 -> 'liaison', 'ends_at', l_p -> 'people' -> 0 -> 'ends_at')));
    l_version integer;
begin
    if l_refusal is not null then
        return jsonb_build_object('code', l_refusal ->> 'code') || (l_refusal -> 'body');
    end if;
    update identity.institution i
       set state = 'pending', name = l_p ->> 'name', jurisdiction = l_p ->> 'jurisdiction',
           regulator_id = identity.find_regulator(l_p ->> 'regulated_by'), version = i.version + 1
     where i.institution_id = i_review.object_id and i.state in ('pending', 'rejected')
    returning i.version into l_version;
    return jsonb_build_object('code', 'ok', 'payload', l_p, 'base', l_version);
end;
$$;
comment on function review.revise_admission(review.review, jsonb) is 'Proposes an institution once more.';
revoke all on function review.revise_admission(review.review, jsonb) from public;
