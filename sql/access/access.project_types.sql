-- SPDX-License-Identifier: Apache-2.0
-- access.project_types: types.json as rows.

create function access.project_types(i_policy integer, i_document jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into access.record_type (policy, type, reader, media_type, document)
    select i_policy, t.key, t.value ->> 'reader', t.value ->> 'media_type', t.value
      from jsonb_each(i_document -> 'types') t;
    insert into access.category (policy, category)
    select i_policy, c from jsonb_array_elements_text(i_document -> 'categories') c;
    insert into access.purpose (policy, purpose)
    select i_policy, p from jsonb_array_elements_text(i_document -> 'purposes') p;
end;
$$;
comment on function access.project_types(integer, jsonb) is 'Projects types.json.';
revoke all on function access.project_types(integer, jsonb) from public;
