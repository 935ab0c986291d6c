-- SPDX-License-Identifier: Apache-2.0
-- review.describe_stage: a stage of a review.  Of one that is to be decided it is
-- told how many can, with their names within the requester's institution, and
-- only of its own people: where it is blind they stay the same, whoever has
-- decided.  Of one that is over it is told how many did.

create function review.describe_stage(i_review review.review, i_stage review.stage, i_c audit.call) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
declare
    l_eligible jsonb;
begin
    if review.find_state(i_review) = 'open' and i_stage.round = i_review.round and i_stage.state in ('waiting', 'open') then
        select jsonb_strip_nulls(jsonb_build_object(
                   'count', count(distinct e.person_id),
                   'names', case when i_c.institution_id = i_review.institution_id then
                       coalesce(jsonb_agg(distinct e.name) filter (where e.institution_id = i_review.institution_id), '[]') end))
          into l_eligible
          from (select l.person_id, l.name, l.institution_id
                  from review.list_deciders(i_review, i_stage) l
                 where review.is_ready(i_review, l.account_id, l.person_id) and (i_stage.blind or review.has_room(i_stage, l.needs))
                    or i_stage.blind and exists (select from review.decision d
                                                  where d.review_id = i_stage.review_id and d.round = i_stage.round and d.ordinal = i_stage.ordinal
                                                    and l.person_id in (d.person_id, d.for_person_id))
                 union all
                select d.person_id, a.name, a.institution_id -- a delegate who has spoken is no decider any more
                  from review.decision d
                  left join identity.account a on a.account_id = d.account_id
                 where i_stage.blind and d.review_id = i_stage.review_id and d.round = i_stage.round and d.ordinal = i_stage.ordinal) e;
    else
        select jsonb_build_object('count', count(*)) into l_eligible
          from review.decision d
         where d.review_id = i_stage.review_id and d.round = i_stage.round and d.ordinal = i_stage.ordinal;
    end if;
    return jsonb_build_object(
        'name', i_stage.name, 'state', i_stage.state,
        'needs', (select jsonb_agg(jsonb_build_object('permission', n.permission, 'scope', n.scope, 'approvals', n.approvals)
                                   order by n.need)
                    from review.need n
                   where n.review_id = i_stage.review_id and n.round = i_stage.round and n.ordinal = i_stage.ordinal),
        'eligible', l_eligible,
        'nonce', case when i_stage.state = 'open' then ops.base64url(i_stage.nonce) end,
        'decisions', review.describe_decisions(i_stage, i_c));
end;
$$;
comment on function review.describe_stage(review.review, review.stage, audit.call) is 'A stage of a review, as the caller may see it.';
revoke all on function review.describe_stage(review.review, review.stage, audit.call) from public;
