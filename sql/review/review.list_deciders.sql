-- SPDX-License-Identifier: Apache-2.0
-- review.list_deciders: who is of the groups that decide a stage, and of which;
-- and who decides in the name of somebody who is, where neither of them is
-- needed for what comes after.
-- Of members' people only those whose institution has not decided in it.

create function review.list_deciders(i_review review.review, i_stage review.stage)
    returns table (account_id uuid, person_id uuid, institution_id uuid, name text, for_account_id uuid, for_person_id uuid, needs integer[])
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select h.account_id, h.person_id, h.institution_id, h.name, h.for_account_id, h.for_person_id, array_agg(n.need order by n.need)
      from review.need n
     cross join lateral (
           select a.account_id, a.person_id, a.institution_id, a.name, null::uuid, null::uuid
             from review.list_holders(i_review, n) a
            union all
           select (d.account).account_id, (d.account).person_id, (d.account).institution_id, (d.account).name,
                  (d.for_account).account_id, (d.for_account).person_id
             from review.list_delegates(i_review, n) d
            where review.is_decidable_without(i_review, n.ordinal, array[(d.account).person_id, (d.for_account).person_id])
           ) h (account_id, person_id, institution_id, name, for_account_id, for_person_id)
     where n.review_id = i_stage.review_id and n.round = i_stage.round and n.ordinal = i_stage.ordinal
       and (n.scope <> 'members' or not exists (
           select
             from review.decision d
             join identity.account a on a.account_id = d.account_id
            where d.review_id = n.review_id and d.round = n.round and d.ordinal = n.ordinal
              and a.institution_id = h.institution_id))
     group by h.account_id, h.person_id, h.institution_id, h.name, h.for_account_id, h.for_person_id;
end;
$$;
comment on function review.list_deciders(review.review, review.stage) is 'Who is of the groups that decide a stage, or decides in their name.';
revoke all on function review.list_deciders(review.review, review.stage) from public;
