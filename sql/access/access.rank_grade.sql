-- SPDX-License-Identifier: Apache-2.0
-- access.rank_grade: the place of a grade of risk in their order, 1 the lowest.

create function access.rank_grade(i_grade text) returns integer
    language sql immutable
    set search_path = pg_catalog, pg_temp
as $$
    select array_position(array['low', 'medium', 'high'], i_grade);
$$;
comment on function access.rank_grade(text) is 'The place of a grade of risk in their order.';
revoke all on function access.rank_grade(text) from public;
