-- SPDX-License-Identifier: Apache-2.0
-- access.find_data: the data that a request is about: a record that the caller
-- may know of, or all of a type or category of an institution: the one it
-- names, else the other party of the agreement it names, else the own one.
-- Result:  as access.find_asked.

create function access.find_data(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_scope     jsonb := i_request -> 'scope';
    l_asked     jsonb;
    l_refusal   jsonb;
    l_agreement jsonb;
begin
    if l_scope ? 'record' and l_scope - 'record' = '{}' then
        select jsonb_build_object('owner', r.institution_id, 'record', r.record_id, 'author', r.person_id, 'level', r.level)
          into l_asked
          from record.record r
         where r.record_id = ops.read_uuid(l_scope ->> 'record') and r.state = 'published'
           and record.find_basis(r, i_c.account_id, i_c.institution_id, i_c.rank) is not null;
        if not found then
            return '{"code": "not_found"}';
        end if;
    else
        l_asked := access.find_class(i_c, i_request);
        if l_asked ? 'pointer' then
            return l_asked;
        end if;
    end if;
    l_refusal := access.check_need(i_c, i_request, (l_asked ->> 'owner')::uuid, l_asked ->> 'level');
    if l_refusal is not null then
        return l_refusal || jsonb_build_object('code', 'invalid_value', 'owner', l_asked -> 'owner');
    end if;
    l_agreement := access.find_agreement(i_c, i_request, (l_asked ->> 'owner')::uuid);
    return case l_agreement ->> 'code' when 'ok' then l_asked else jsonb_build_object('owner', l_asked -> 'owner') end || l_agreement;
end;
$$;
revoke all on function access.find_data(audit.call, jsonb) from public;
comment on function access.find_data(audit.call, jsonb) is 'The data that a request for a permission is about.';
