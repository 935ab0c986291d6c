-- SPDX-License-Identifier: Apache-2.0
-- access.check_request: does a request for a permission say what the policies
-- know.
-- Result:  the JSON pointer of the first member that does not, or null.

create function access.check_request(i_request jsonb) returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select case
        when i_request ->> 'kind' is distinct from 'data' then '/kind'
        when not exists (select from access.level l where l.policy = p and l.level = i_request ->> 'max_level') then '/max_level'
        when jsonb_array_length(i_request -> 'operations') = 0
             or not (i_request -> 'operations' <@ (
                select coalesce(jsonb_agg(distinct m.operation), '[]') from access.matrix m
                 where m.policy = p and m.level = i_request ->> 'max_level')) then '/operations'
        when not exists (select from access.purpose u where u.policy = p and u.purpose = i_request ->> 'purpose') then '/purpose'
        when not coalesce(ops.read_time(i_request ->> 'until') > statement_timestamp(), false) then '/until'
        when not exists (select from jsonb_object_keys(i_request -> 'scope') having count(*) = 1)
             or i_request -> 'scope' ? 'type' and not exists (
                select from access.record_type t where t.policy = p and t.type = i_request -> 'scope' ->> 'type')
             or i_request -> 'scope' ? 'category' and not exists (
                select from access.category c where c.policy = p and c.category = i_request -> 'scope' ->> 'category') then '/scope'
        when coalesce(i_request ->> 'reason', '') = '' then '/reason'
        end
      from access.current_policy() p;
$$;
comment on function access.check_request(jsonb) is 'Names the member of a request for a permission that no policy knows.';
revoke all on function access.check_request(jsonb) from public;
