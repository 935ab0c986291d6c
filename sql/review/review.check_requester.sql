-- SPDX-License-Identifier: Apache-2.0
-- review.check_requester: may the caller, as who asked for it, change where a
-- review stands.  The caller of this function holds its row.
-- Input:   i_states, in which it can.
-- Result:  ok; forbidden for anybody else, and in the review of a break-glass,
--          for which nobody asked; review_expired; conflict while it is open;
--          review_closed.

create function review.check_requester(i_c audit.call, i_review review.review, i_states text[]) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_state text := review.find_state(i_review);
begin
    return case
        when i_c.person_id <> i_review.person_id or i_c.kind is not distinct from 'service' or i_review.kind = 'breakglass.review' then 'forbidden'
        when l_state = any (i_states) then 'ok'
        when l_state = 'expired' then 'review_expired'
        when l_state = 'open' then 'conflict'
        else 'review_closed' end;
end;
$$;
comment on function review.check_requester(audit.call, review.review, text[]) is 'Whether the caller may change where a review stands.';
revoke all on function review.check_requester(audit.call, review.review, text[]) from public;
