-- SPDX-License-Identifier: Apache-2.0
-- review.needs_step_up: does a decision need a proof of its own that it is
-- still the same person (JR-5.1, TS-3).  What was signed by an assertion of a
-- passkey that verified its user is such a proof itself.
-- Input:   i_request, the decision, found good.

create function review.needs_step_up(i_review review.review, i_request jsonb) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p       jsonb  := i_review.payload::jsonb;
    l_levels  text[] := array_remove(array[l_p ->> 'level', l_p ->> 'max_level', l_p -> 'from' ->> 'level'], null);
    l_step_up text   := (select k.step_up from access.review_kind k
                          where k.policy = i_review.policy and k.kind = i_review.kind);
begin
    if i_request ->> 'assertion' is not null or l_step_up = 'never' then
        return false;
    end if;
    -- The highest that it names counts; where a level is not known the answer is yes.
    return l_step_up = 'always' or coalesce((
        select bool_or(coalesce(this.ordinal > most.ordinal, true))
          from unnest(l_levels) l (level)
          left join access.level this on this.policy = i_review.policy and this.level = l.level
          left join access.level most on most.policy = i_review.policy and most.level = l_step_up), true);
end;
$$;
comment on function review.needs_step_up(review.review, jsonb) is 'Whether a decision needs a step-up.';
revoke all on function review.needs_step_up(review.review, jsonb) from public;
