-- SPDX-License-Identifier: Apache-2.0
-- access.project_levels: levels.json as rows.

create function access.project_levels(i_policy integer, i_document jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into access.level (policy, level, ordinal)
    select i_policy, l.level, l.ordinal
      from jsonb_array_elements_text(i_document -> 'levels') with ordinality l (level, ordinal);
    insert into access.rank (policy, rank, ordinal)
    select i_policy, r.rank, r.ordinal
      from jsonb_array_elements_text(i_document -> 'ranks') with ordinality r (rank, ordinal);
    insert into access.matrix (policy, level, rank, operation)
    select i_policy, l.key, r.key, o
      from jsonb_each(i_document -> 'matrix') l, jsonb_each(l.value) r, jsonb_array_elements_text(r.value) o;
    insert into access.grant_rule (policy, side, level)
    select i_policy, g.key, l from jsonb_each(i_document -> 'grant') g, jsonb_array_elements_text(g.value) l;
    insert into access.obligation (policy, level, obligation)
    select i_policy, l.key, o from jsonb_each(i_document -> 'obligations') l, jsonb_array_elements_text(l.value) o;
end;
$$;
comment on function access.project_levels(integer, jsonb) is 'Projects levels.json.';
revoke all on function access.project_levels(integer, jsonb) from public;
