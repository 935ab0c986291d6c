-- SPDX-License-Identifier: Apache-2.0
-- review.list_decidable: the reviews that the caller could decide now.  Only of
-- those is it asked in earnest whose open stage asks for what the caller holds,
-- or somebody has delegated to them.

create function review.list_decidable(i_c audit.call) returns setof review.review
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_held text[] := array(select access.list_permissions(i_c.account_id)
                            union
                           select d.permission from access.live_delegation d where d.to_account_id = i_c.account_id);
begin
    return query
    select r.*
      from review.review r
     where r.closed_at is null
       and exists (select
                     from review.stage s
                     join review.need n using (review_id, round, ordinal)
                    where s.review_id = r.review_id and s.state = 'open' and n.permission = any (l_held))
       and review.may_decide(r, i_c);
end;
$$;
comment on function review.list_decidable(audit.call) is 'The reviews that the caller could decide now.';
revoke all on function review.list_decidable(audit.call) from public;
