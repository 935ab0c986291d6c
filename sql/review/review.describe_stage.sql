-- SPDX-License-Identifier: Apache-2.0
-- review.describe_stage: a stage of a review.  Names of those who can decide
-- are told within the requester's institution, and only of its own people; of
-- a stage that is decided it is told how many could have decided it.

create function review.describe_stage(i_review review.review, i_stage review.stage, i_c audit.call) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_decided boolean := i_stage.state in ('approved', 'rejected', 'returned');
begin
    return (
        select jsonb_build_object(
                   'name', i_stage.name, 'state', i_stage.state,
                   'needs', (select jsonb_agg(jsonb_build_object('permission', n.permission, 'scope', n.scope, 'approvals', n.approvals)
                                              order by n.need)
                               from review.need n
                              where n.review_id = i_stage.review_id and n.round = i_stage.round and n.ordinal = i_stage.ordinal),
                   'eligible', jsonb_strip_nulls(jsonb_build_object(
                       'count', count(distinct e.person_id) + case when l_decided then (
                           select count(*) from review.decision d
                            where d.review_id = i_stage.review_id and d.round = i_stage.round and d.ordinal = i_stage.ordinal) else 0 end,
                       'names', case when not l_decided and i_c.institution_id = i_review.institution_id then
                           coalesce(jsonb_agg(distinct e.name) filter (where e.institution_id = i_review.institution_id), '[]') end)),
                   'nonce', case when i_stage.state = 'open' then ops.base64url(i_stage.nonce) end,
                   'decisions', review.describe_decisions(i_stage, i_c))
          from review.list_deciders(i_review, i_stage) e
         where review.is_ready(i_review, e.account_id, e.person_id) and (l_decided or review.has_room(i_stage, e.needs)));
end;
$$;
comment on function review.describe_stage(review.review, review.stage, audit.call) is 'A stage of a review, as the caller may see it.';
revoke all on function review.describe_stage(review.review, review.stage, audit.call) from public;
