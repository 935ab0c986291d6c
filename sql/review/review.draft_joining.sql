-- SPDX-License-Identifier: Apache-2.0
-- review.draft_joining: a break-glass that is asked, as the review of one stage
-- that its second person decides: what they sign has the form of every second
-- word (docs/PROTOCOL.countersignature.md).  No row of a review is made of it.

create function review.draft_joining(i_break_glass access.break_glass, out drafted review.review, out stage review.stage)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    drafted.review_id := i_break_glass.break_glass_id;
    drafted.kind      := 'break_glass.start';
    drafted.round     := 1;
    drafted.digest    := i_break_glass.digest;
    drafted.base      := 0;
    drafted.policy    := i_break_glass.policy;
    stage.name        := 'join';
    stage.nonce       := i_break_glass.nonce;
end;
$$;
comment on function review.draft_joining(access.break_glass) is 'A break-glass that is asked, as a review that its second person decides.';
revoke all on function review.draft_joining(access.break_glass) from public;
