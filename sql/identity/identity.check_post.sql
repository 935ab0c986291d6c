-- SPDX-License-Identifier: Apache-2.0
-- identity.check_post: may an account's person take this post.
-- Inputs:  i_account; i_request: department, rank, roles.
-- Result:  null, or {code, body} of the refusal.

create function identity.check_post(i_account identity.account, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy();
    l_roles  text[]  := array(select jsonb_array_elements_text(i_request -> 'roles'));
    l_pair   text    := access.find_exclusive(i_account.person_id, l_roles, i_account.account_id);
    l_code   text    := (select i.code from identity.institution i where i.institution_id = i_account.institution_id);
    l_at     text;
    l_detail text;
begin
    if not exists (select from identity.department d
                    where d.institution_id = i_account.institution_id and d.code = i_request ->> 'department') then
        l_at     := '/department';
        l_detail := 'the institution has no such department';
    elsif not exists (select from access.rank r where r.policy = l_policy and r.rank = i_request ->> 'rank') then
        l_at     := '/rank';
        l_detail := 'it is one of: ' || (select string_agg(r.rank, ', ' order by r.ordinal) from access.rank r where r.policy = l_policy);
    elsif cardinality(l_roles) = 0 or cardinality(l_roles) > (select count(distinct r) from unnest(l_roles) r) or exists (
            select unnest(l_roles) except select access.list_roles(l_code)) then
        l_at     := '/roles';
        l_detail := 'at least one, each once, of: ' || (select string_agg(r, ', ' order by r) from access.list_roles(l_code) r);
    elsif l_pair is not null then
        l_at     := '/roles';
        l_detail := 'one person cannot hold both ' || l_pair;
    else
        return null;
    end if;
    return jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_post(identity.account, jsonb) is 'Whether an accounts person may take a post.';
revoke all on function identity.check_post(identity.account, jsonb) from public;
