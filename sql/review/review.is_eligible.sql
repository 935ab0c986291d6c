-- SPDX-License-Identifier: Apache-2.0
-- review.is_eligible: is an account one of those who decide an open review, in
-- whichever stage: they may see what is under review.

create function review.is_eligible(i_review uuid, i_account uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select
          from review.review r
          join review.need n on n.review_id = r.review_id and n.round = r.round
         where r.review_id = i_review and r.state = 'open' and r.expires_at > statement_timestamp()
           and (i_account in (select h.account_id from review.list_holders(r, n) h)
                or i_account in (select (d.account).account_id from review.list_delegates(r, n) d)));
end;
$$;
comment on function review.is_eligible(uuid, uuid) is 'Whether an account is one of those who decide an open review.';
revoke all on function review.is_eligible(uuid, uuid) from public;
