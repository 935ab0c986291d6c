-- SPDX-License-Identifier: Apache-2.0
-- review.describe_decisions: the decisions of a stage.  Until all have decided
-- each sees only their own where it is blind: the second must not know the
-- first's word.  Whom something is forwarded to, of neither institution that
-- decides it, does not read what these said.

create function review.describe_decisions(i_stage review.stage, i_c audit.call) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'account', d.account_id, 'institution', (select n.institution_id from identity.list_named(array[d.account_id]) n),
                   'verdict', d.verdict, 'comment', d.comment,
                   'at', ops.format_time(d.decided_at))
                   || case when d.for_account_id is null then '{}' else jsonb_build_object('for', d.for_account_id) end
                   || review.describe_word(d.countersignature, d.assertion)
                   order by d.decided_at, d.person_id), '[]')
          from review.decision d
         where d.review_id = i_stage.review_id and d.round = i_stage.round and d.ordinal = i_stage.ordinal
           and not exists (select from review.review r
                            where r.review_id = d.review_id and r.beneficiary_id = i_c.person_id
                              and i_c.institution_id not in (r.institution_id, r.owner_id))
           and (i_stage.state <> 'open' or not i_stage.blind or d.person_id = i_c.person_id));
end;
$$;
comment on function review.describe_decisions(review.stage, audit.call) is 'Decisions of a stage, as the caller may see them.';
revoke all on function review.describe_decisions(review.stage, audit.call) from public;
