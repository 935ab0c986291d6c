-- SPDX-License-Identifier: Apache-2.0
-- review.find_standing: as what an account decides a stage now: in its own name
-- where it can, else in that of somebody who has delegated it, the first by
-- account.
-- Result:  for_account_id, for_person_id and needs of the decision; needs null
--          where it cannot decide.

create function review.find_standing(i_review review.review, i_stage review.stage, i_account uuid,
                                     out for_account_id uuid, out for_person_id uuid, out needs integer[])
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    select d.for_account_id, d.for_person_id, d.needs
      into for_account_id, for_person_id, needs
      from review.list_deciders(i_review, i_stage) d
     where d.account_id = i_account and review.has_room(i_stage, d.needs)
     order by d.for_account_id nulls first
     limit 1;
end;
$$;
comment on function review.find_standing(review.review, review.stage, uuid) is 'In whose name an account decides a stage.';
revoke all on function review.find_standing(review.review, review.stage, uuid) from public;
