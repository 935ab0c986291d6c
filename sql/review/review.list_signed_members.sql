-- SPDX-License-Identifier: Apache-2.0
-- review.list_signed_members: what a countersignature must say, from the
-- database's own rows: every member but its time.

create function review.list_signed_members(i_review review.review, i_stage review.stage, i_account uuid, i_request jsonb)
    returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'v', 1, 'aud', (select p.name from identity.platform p), 'review', i_review.review_id, 'kind', i_review.kind,
        'round', i_review.round, 'stage', i_stage.name, 'digest', ops.base64url(i_review.digest),
        'base', i_review.base, 'policy', i_review.policy, 'account', i_account,
        'verdict', i_request ->> 'verdict',
        'comment_digest', ops.base64url(sha256(convert_to(coalesce(i_request ->> 'comment', ''), 'UTF8'))),
        'nonce', ops.base64url(i_stage.nonce));
end;
$$;
comment on function review.list_signed_members(review.review, review.stage, uuid, jsonb) is 'What a countersignature must say, but its time.';
revoke all on function review.list_signed_members(review.review, review.stage, uuid, jsonb) from public;
