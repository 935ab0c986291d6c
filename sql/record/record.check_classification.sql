-- SPDX-License-Identifier: Apache-2.0
-- record.check_classification: are type, category, level and grade words of
-- the policy in force (GS-4.1).
-- Result:  the JSON pointer of the first that is not, or null.

create function record.check_classification(i_request jsonb) returns text
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select case
        when not exists (select from access.record_type t where t.policy = p and t.type = i_request->>'type') then '/type'
        when not exists (select from access.category c where c.policy = p and c.category = i_request->>'category') then '/category'
        when not exists (select from access.level l where l.policy = p and l.level = i_request->>'level') then '/level'
        when coalesce(i_request->>'grade' not in ('core', 'important', 'sensitive', 'general'), true) then '/grade'
        end
      from access.current_policy() p;
$$;
comment on function record.check_classification(jsonb) is 'The pointer of the first of type, category, level, grade that the policy does not know.';
revoke all on function record.check_classification(jsonb) from public;
