-- SPDX-License-Identifier: Apache-2.0
-- review.describe_review: a review as those who may know of it see it.  Whom
-- and what it is about they know by name, for they answer for it; who decided
-- in another institution they know by id.  With the rounds before this one.

create function review.describe_review(i_review review.review, i_c audit.call) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    -- A policy names nobody, whatever its documents look like.
    l_about  jsonb := jsonb_build_object('requester', i_review.account_id)
        || case i_review.kind when 'policy.activate' then '{}' else jsonb_build_object('payload', i_review.payload::jsonb) end;
    l_review jsonb;
begin
    l_review := jsonb_build_object(
        'id', i_review.review_id, 'kind', i_review.kind, 'state', review.find_state(i_review), 'round', i_review.round,
        'requester', i_review.account_id, 'urgency', i_review.urgency, 'opened_at', ops.format_time(i_review.opened_at),
        'due_at', ops.format_time(i_review.due_at), 'expires_at', ops.format_time(i_review.expires_at),
        'payload', i_review.payload::jsonb, 'digest', ops.base64url(i_review.digest),
        'base', i_review.base, 'policy', i_review.policy, 'findings', '[]'::jsonb,
        -- Whom it is about learns the grade, not how it was made (JR-8); who asked for another, or wrote the record, the grade alone.
        'risk', case i_review.kind when 'permission.grant' then access.describe_risk(i_review.object_id, case
            when i_c.person_id = i_review.beneficiary_id then 'names'
            when i_c.person_id in (i_review.person_id, i_review.author_id) then 'grade'
            else 'whole' end) end,
        'stages', review.describe_stages(i_review, i_review.round, i_c),
        'former', (select coalesce(jsonb_agg(jsonb_build_object(
                              'round', f.round, 'state', f.state, 'payload', f.payload::jsonb, 'digest', ops.base64url(f.digest),
                              'base', f.base, 'policy', f.policy, 'stages', review.describe_stages(i_review, f.round, i_c))
                              order by f.round), '[]')
                     from review.round f
                    where f.review_id = i_review.review_id))
        -- It was compared with another set than the one in force: whatever is decided, it will fail.
        || case when i_review.kind = 'policy.activate' and i_review.closed_at is null and i_review.base <> access.current_policy()
                then '{"overtaken": true}'::jsonb else '{}' end
        || case when i_review.reason is null then '{}' else jsonb_build_object('reason', i_review.reason) end;
    return l_review || jsonb_build_object('names',
        record.list_names(i_c, l_review - array['payload', 'requester'], array[i_c.institution_id]) || record.list_names(i_c, l_about, null));
end;
$$;
comment on function review.describe_review(review.review, audit.call) is 'A review as the caller may see it.';
revoke all on function review.describe_review(review.review, audit.call) from public;
