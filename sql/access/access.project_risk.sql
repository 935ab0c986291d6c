-- SPDX-License-Identifier: Apache-2.0
-- access.project_risk: risk.json as rows: what a factor that is a word, a
-- number, or there or not weighs.

create function access.project_risk(i_policy integer, i_document jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into access.risk_policy (policy, medium, high, monthly_limit, requests_most, requests_window)
    select i_policy, (i_document -> 'grades' ->> 'medium')::integer, (i_document -> 'grades' ->> 'high')::integer,
           (i_document -> 'engine' ->> 'monthly_limit')::integer, (i_document -> 'requests' ->> 'most')::integer,
           make_interval(mins => (i_document -> 'requests' ->> 'minutes')::integer);
    insert into access.risk_point (policy, factor, value, least, points)
    select i_policy, f.key, w.key, null, w.value::integer
      from jsonb_each(i_document -> 'factors') f
     cross join lateral jsonb_each_text(f.value -> 'points') w
     where jsonb_typeof(f.value -> 'points') = 'object'
    union all
    select i_policy, f.key, null, (s ->> 'from')::bigint, (s ->> 'points')::integer
      from jsonb_each(i_document -> 'factors') f
     cross join lateral jsonb_array_elements(f.value -> 'steps') s
    union all
    select i_policy, f.key, 'true', null, (f.value ->> 'points')::integer
      from jsonb_each(i_document -> 'factors') f
     where jsonb_typeof(f.value -> 'points') = 'number';
end;
$$;
comment on function access.project_risk(integer, jsonb) is 'Projects risk.json.';
revoke all on function access.project_risk(integer, jsonb) from public;
