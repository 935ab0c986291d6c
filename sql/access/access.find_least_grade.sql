-- SPDX-License-Identifier: Apache-2.0
-- access.find_least_grade: the grade below which a request is not taken, whoever
-- says so (GS-3.2): its points by the policy, and what the engine never grants:
--   what is secret or above, or of no level that is known
--   C2, C3, or what nobody has looked through for personal data
--   another institution's data
--   function permissions of the advanced and management tiers
--   more than the month's limit
-- Input:   i_inputs, as access.find_risk_facts states them.

create function access.find_least_grade(i_policy integer, i_inputs jsonb) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p      access.risk_policy;
    l_points bigint;
begin
    select * into strict l_p from access.risk_policy p where p.policy = i_policy;
    select coalesce(sum(f.points), 0) into l_points
      from (
            select max(p.points) as points
              from access.risk_point p
             where p.policy = i_policy
               and (p.value = i_inputs ->> p.factor
                    or p.least <= case jsonb_typeof(i_inputs -> p.factor) when 'number' then (i_inputs ->> p.factor)::bigint end)
             group by p.factor
           ) f;
    return case
        when l_points >= l_p.high then 'high'
        when l_points >= l_p.medium
             or coalesce(i_inputs ->> 'level', 'public') not in ('public', 'confidential')
             or coalesce(i_inputs ->> 'personal_data', 'none') not in ('none', 'C1')
             or coalesce((i_inputs ->> 'cross_institution')::boolean, true)
             or coalesce(i_inputs ->> 'tier', 'basic') <> 'basic'
             or coalesce((i_inputs ->> 'engine_grants')::integer >= l_p.monthly_limit, true) then 'medium'
        else 'low' end;
end;
$$;
revoke all on function access.find_least_grade(integer, jsonb) from public;
comment on function access.find_least_grade(integer, jsonb) is 'The grade below which a request is not taken.';
