-- SPDX-License-Identifier: Apache-2.0
-- access.find_personal_data: the gravest class of personal financial
-- information that a type's fields bear (JR-10.2).
-- Result:  none, C1, C2 or C3; unknown for what nobody reads field by field.

create function access.find_personal_data(i_policy integer, i_type text) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce((
        select case when t.reader = 'opaque' then 'unknown'
                    else coalesce((select max(f #>> '{}') from jsonb_path_query(t.document, '$.fields[*].class') f
                                    where f #>> '{}' in ('C1', 'C2', 'C3')), 'none') end
          from access.record_type t
         where t.policy = i_policy and t.type = i_type), 'unknown');
end;
$$;
revoke all on function access.find_personal_data(integer, text) from public;
comment on function access.find_personal_data(integer, text) is 'The gravest class of personal data that a type bears.';
