-- SPDX-License-Identifier: Apache-2.0
-- identity.check_duties: may somebody have this department, rank and roles.
-- Inputs:  i_person, null for somebody new; i_except, the account whose roles
--          these take the place of, or null; i_kind, person or service; i_code
--          and i_departments of the institution; i_request: department, rank,
--          roles; i_pointer, where that stands.
-- Result:  null, or {code, body} of the refusal with its pointer and detail.

create function identity.check_duties(i_person uuid, i_except uuid, i_kind text, i_code text, i_departments text[], i_request jsonb, i_pointer text)
    returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy();
    l_roles  text[]  := array(select jsonb_array_elements_text(i_request -> 'roles'));
    l_pair   text    := access.find_exclusive(i_person, l_roles, i_except);
    l_at     text;
    l_detail text;
begin
    if coalesce(i_request ->> 'department' <> all (i_departments), true) then
        l_at     := '/department';
        l_detail := 'the institution''s departments are: ' || array_to_string(i_departments, ', ');
    elsif not exists (select from access.rank r where r.policy = l_policy and r.rank = i_request ->> 'rank') then
        l_at     := '/rank';
        l_detail := 'it is one of: ' || (select string_agg(r.rank, ', ' order by r.ordinal) from access.rank r where r.policy = l_policy);
    elsif l_pair is not null then
        l_at     := '/roles';
        l_detail := 'one person cannot hold both ' || l_pair;
    elsif cardinality(l_roles) = 0 or cardinality(l_roles) > (select count(distinct r) from unnest(l_roles) r) or exists (
            select unnest(l_roles) except select access.list_roles(i_code, i_kind)) then
        l_at     := '/roles';
        l_detail := 'at least one, each once, of: ' || (select string_agg(r, ', ' order by r) from access.list_roles(i_code, i_kind) r);
    else
        return null;
    end if;
    return jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', i_pointer || l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_duties(uuid, uuid, text, text, text[], jsonb, text) is 'Whether somebody may have a department, rank and roles.';
revoke all on function identity.check_duties(uuid, uuid, text, text, text[], jsonb, text) from public;
