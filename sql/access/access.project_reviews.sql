-- SPDX-License-Identifier: Apache-2.0
-- access.project_reviews: reviews.json as rows.

create function access.project_reviews(i_policy integer, i_document jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into access.review_kind (policy, kind, least_class, step_up, raised_by, due_normal, due_urgent, expires, remind)
    select i_policy, k.key, k.value ->> 'least_class', k.value ->> 'step_up', k.value ->> 'raised_by',
           make_interval(secs => (k.value -> 'due_seconds' ->> 'normal')::double precision),
           make_interval(secs => (k.value -> 'due_seconds' ->> 'urgent')::double precision),
           make_interval(secs => (k.value ->> 'expires_seconds')::double precision),
           case when k.value ? 'remind' then array(select r::numeric from jsonb_array_elements_text(k.value -> 'remind') r order by 1) end
      from jsonb_each(i_document -> 'kinds') k;
    insert into access.review_stage (policy, kind, ordinal, name, blind, from_grade)
    select i_policy, k.key, s.ordinal, s.stage ->> 'name', (s.stage ->> 'blind')::boolean, s.stage ->> 'from'
      from jsonb_each(i_document -> 'kinds') k,
           jsonb_array_elements(k.value -> 'stages') with ordinality s (stage, ordinal);
    insert into access.review_need (policy, kind, ordinal, need, permission, scope, approvals)
    select i_policy, k.key, s.ordinal, n.number, n.need ->> 'permission', n.need ->> 'scope', (n.need ->> 'approvals')::integer
      from jsonb_each(i_document -> 'kinds') k,
           jsonb_array_elements(k.value -> 'stages') with ordinality s (stage, ordinal),
           jsonb_array_elements(s.stage -> 'needs') with ordinality n (need, number);
end;
$$;
comment on function access.project_reviews(integer, jsonb) is 'Projects reviews.json.';
revoke all on function access.project_reviews(integer, jsonb) from public;
