-- SPDX-License-Identifier: Apache-2.0
-- review.list_delegates: who decides, at this moment, in the name of one of a
-- group that decides a stage, by a delegation that counts: of a named backup
-- when the time to decide is over.  Two persons are used up by such a word, the
-- one who gives it and the one in whose name it is: neither has acted, neither is
-- requester, beneficiary or author.
-- Inputs:  i_review, i_need, of its round.

create function review.list_delegates(i_review review.review, i_need review.need)
    returns table (account identity.account, for_account identity.account)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d access.live_delegation;
begin
    -- One after the other: there are few, and without any nobody's duties are looked at.
    for l_d in
        select d.*
          from access.live_delegation d
         where d.permission = i_need.permission and (i_need.institution_id is null or d.institution_id = i_need.institution_id)
           and (not d.overdue_only or i_review.due_at <= statement_timestamp())
    loop
        return query
        select a, h
          from identity.account a
         cross join lateral review.list_holders(i_review, i_need) h
         where a.account_id = l_d.to_account_id and h.account_id = l_d.from_account_id and a.institution_id = h.institution_id
           and identity.current_state(a) = 'active' and a.kind = 'person' and a.person_id <> h.person_id
           and a.person_id is distinct from i_review.person_id
           and a.person_id is distinct from i_review.beneficiary_id
           and a.person_id is distinct from i_review.author_id
           and not review.has_acted(i_review.review_id, array[a.person_id, h.person_id]);
    end loop;
end;
$$;
comment on function review.list_delegates(review.review, review.need) is 'Who decides in the name of a group that decides a stage.';
revoke all on function review.list_delegates(review.review, review.need) from public;
