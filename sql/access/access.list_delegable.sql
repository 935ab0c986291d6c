-- SPDX-License-Identifier: Apache-2.0
-- access.list_delegable: what an account can let others decide in its name: the
-- permissions that it holds, by which some stage of a review is decided, of the
-- tiers that the policy names.

create function access.list_delegable(i_account uuid) returns setof text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select h
      from access.list_permissions(i_account) h
      join access.permission p on p.policy = access.current_policy() and p.permission = h
      join access.delegation_policy d on d.policy = p.policy and p.tier = any (d.tiers)
     where exists (select from access.review_need n where n.policy = p.policy and n.permission = h)
     order by h;
end;
$$;
comment on function access.list_delegable(uuid) is 'What an account can delegate.';
revoke all on function access.list_delegable(uuid) from public;
