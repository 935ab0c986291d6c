-- SPDX-License-Identifier: Apache-2.0
-- identity.match_name: is an account named as its institution names them
-- (GS-2.1.1).
-- Inputs:  i_name, whose first part is the institution's code; i_naming, a word
--          for each further part: word, number or any; null for any of them.

create function identity.match_name(i_name text, i_naming text) returns boolean
    language sql immutable
    set search_path = pg_catalog, pg_temp
as $$
    select i_naming is null or i_name ~ (
        select '^[^.]+' || string_agg('\.' || case p when 'word' then '[a-z]+' when 'number' then '[0-9]+' else '[a-z0-9]+' end, ''
                                      order by ordinal) || '$'
          from unnest(string_to_array(i_naming, '.')) with ordinality n (p, ordinal));
$$;
comment on function identity.match_name(text, text) is 'Whether an account is named as its institution names them.';
revoke all on function identity.match_name(text, text) from public;
