-- SPDX-License-Identifier: Apache-2.0
-- review.list_ready: who can decide a stage now: is of its groups or decides in
-- the name of somebody who is, has the device and has not decided, and there is
-- room for one more of these groups.

create function review.list_ready(i_review review.review, i_stage review.stage)
    returns table (account_id uuid, person_id uuid, institution_id uuid, name text)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select d.account_id, d.person_id, d.institution_id, d.name
      from review.list_deciders(i_review, i_stage) d
     where review.is_ready(i_review, d.account_id, d.person_id) and review.has_room(i_stage, d.needs);
end;
$$;
comment on function review.list_ready(review.review, review.stage) is 'Who can decide a stage now.';
revoke all on function review.list_ready(review.review, review.stage) from public;
