-- SPDX-License-Identifier: Apache-2.0
-- access.project_reviews: reviews.json as rows.

create function access.project_reviews(i_policy integer, i_document jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into access.review_kind (policy, kind, least_class, step_up, raised_by, due_normal, due_urgent, expires)
    select i_policy, k.key, k.value ->> 'least_class', k.value ->> 'step_up', k.value ->> 'raised_by',
           make_interval(secs => (k.value -> 'due_seconds' ->> 'normal')::double precision),
           make_interval(secs => (k.value -> 'due_seconds' ->> 'urgent')::double precision),
           make_interval(secs => (k.value ->> 'expires_seconds')::double precision)
      from jsonb_each(i_document -> 'kinds') k;
    insert into access.review_stage (policy, kind, ordinal, name, permission, scope, approvals)
    select i_policy, k.key, s.ordinal, s.stage ->> 'name', s.stage ->> 'permission', s.stage ->> 'scope',
           (s.stage ->> 'approvals')::integer
      from jsonb_each(i_document -> 'kinds') k,
           jsonb_array_elements(k.value -> 'stages') with ordinality s (stage, ordinal);
end;
$$;
comment on function access.project_reviews(integer, jsonb) is 'Projects reviews.json.';
revoke all on function access.project_reviews(integer, jsonb) from public;
