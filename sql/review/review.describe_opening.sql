-- SPDX-License-Identifier: Apache-2.0
-- review.describe_opening: what a round began with: all that its decisions
-- are judged by, persons and places by their ids.

create function review.describe_opening(i_review review.review) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'kind', i_review.kind, 'policy', i_review.policy, 'grade', i_review.grade,
        'requester', jsonb_build_object('account', i_review.account_id, 'person', i_review.person_id),
        'institution', i_review.institution_id, 'department', i_review.department, 'owner', i_review.owner_id,
        'beneficiary', i_review.beneficiary_id, 'author', i_review.author_id,
        'object_type', i_review.object_type, 'object', i_review.object_id, 'base', i_review.base,
        'digest', ops.base64url(i_review.digest), 'expires_at', ops.format_time(i_review.expires_at),
        'stages', (
            select jsonb_agg(jsonb_build_object('name', s.name, 'needs', (
                       select jsonb_agg(jsonb_build_object(
                                  'permission', n.permission, 'scope', n.scope, 'institution', n.institution_id,
                                  'department', n.department, 'approvals', n.approvals) order by n.need)
                         from review.need n
                        where n.review_id = s.review_id and n.round = s.round and n.ordinal = s.ordinal)) order by s.ordinal)
              from review.stage s
             where s.review_id = i_review.review_id and s.round = i_review.round));
end;
$$;
comment on function review.describe_opening(review.review) is 'What a round began with.';
revoke all on function review.describe_opening(review.review) from public;
