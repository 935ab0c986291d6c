-- SPDX-License-Identifier: Apache-2.0
-- review.check_decision: may the caller decide, and is it signed.  The caller
-- of this function holds the review's row.
-- Result:  ok or, in this order, review_expired, review_closed, own_request,
--          already_decided, not_eligible, device_class, invalid_value for a
--          verdict that the kind does not know, and what
--          review.check_countersignature says.

create function review.check_decision(i_c audit.call, i_review review.review, i_request jsonb) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_stage review.stage;
    l_state text := review.find_state(i_review);
begin
    if l_state <> 'open' then
        return case l_state when 'expired' then 'review_expired' else 'review_closed' end;
    end if;
    if i_c.person_id in (i_review.person_id, i_review.beneficiary_id, i_review.author_id) then
        return 'own_request';
    end if;
    if review.has_acted(i_review.review_id, array[i_c.person_id]) then
        return 'already_decided';
    end if;
    select * into strict l_stage from review.stage s where s.review_id = i_review.review_id and s.state = 'open';
    if (review.find_standing(i_review, l_stage, i_c.account_id)).needs is null then
        return 'not_eligible';
    end if;
    if not review.is_class_enough(i_review.kind, i_review.policy, i_c.device_class) then
        return 'device_class';
    end if;
    if not review.is_verdict(i_review.kind, i_request ->> 'verdict') then
        return 'invalid_value';
    end if;
    return review.check_countersignature(i_c, i_review, l_stage, i_request);
end;
$$;
comment on function review.check_decision(audit.call, review.review, jsonb) is 'Checks whether the caller may decide and has signed it.';
revoke all on function review.check_decision(audit.call, review.review, jsonb) from public;
