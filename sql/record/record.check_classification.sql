-- SPDX-License-Identifier: Apache-2.0
-- record.check_classification: are type, category, level and grade words of
-- the policy in force (GS-4.1).
-- Result:  null, or {pointer, detail} of the first that is not.

create function record.check_classification(i_request jsonb) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('pointer', '/' || k.name, 'detail', 'it is one of: ' || array_to_string(k.words, ', '))
      from access.current_policy() p
     cross join lateral (values
           (1, 'type', array(select t.type from access.record_type t where t.policy = p order by t.type)),
           (2, 'category', array(select c.category from access.category c where c.policy = p order by c.category)),
           (3, 'level', array(select l.level from access.level l where l.policy = p order by l.ordinal)),
           (4, 'grade', array['core', 'important', 'sensitive', 'general'])) k (ordinal, name, words)
     where coalesce(i_request->>k.name <> all (k.words), true)
     order by k.ordinal limit 1;
$$;
revoke all on function record.check_classification(jsonb) from public;
comment on function record.check_classification(jsonb) is 'The first of type, category, level, grade that the policy does not know.';
