-- SPDX-License-Identifier: Apache-2.0
-- review.list_eligible: who could decide a stage now: its holders with a live
-- device of sufficient class who have not decided in this review yet.

create function review.list_eligible(i_review review.review, i_permission text, i_scope text) returns setof identity.account
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select h.*
      from review.list_holders(i_review, i_permission, i_scope) h
     where exists (select from identity.live_device d
                    where d.account_id = h.account_id and review.is_class_enough(i_review, d.class))
       and not exists (select from review.decision d
                        where d.review_id = i_review.review_id and d.person_id = h.person_id);
end;
$$;
comment on function review.list_eligible(review.review, text, text) is 'Who could decide a stage now.';
revoke all on function review.list_eligible(review.review, text, text) from public;
