-- SPDX-License-Identifier: Apache-2.0
-- access.find_class: all records of a type or category of one institution, of
-- whatever level, which a request names as its scope.
-- Input:   i_request: scope {type | category, institution?}, max_level, agreement?.
-- Result:  {owner, level: that up to which it asks}, or {code, pointer, detail}.

create function access.find_class(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_scope      jsonb  := i_request -> 'scope';
    l_types      text[] := array(select t.type from access.record_type t where t.policy = i_c.policy order by t.type);
    l_categories text[] := array(select c.category from access.category c where c.policy = i_c.policy order by c.category);
    l_others     uuid[] := array(
        select p.institution_id from access.agreement_party p
         where p.agreement_id = ops.read_uuid(i_request ->> 'agreement') and p.institution_id <> i_c.institution_id);
    l_owner      uuid;
    l_at         text;
    l_detail     text;
begin
    select i.institution_id into l_owner
      from identity.institution i
     where i.state = 'active' and case
           when l_scope ? 'institution' then i.code = l_scope ->> 'institution'
           when cardinality(l_others) = 1 then i.institution_id = l_others[1]
           else i.institution_id = i_c.institution_id end;
    if coalesce((select count(*) from jsonb_object_keys(l_scope - 'institution')) <> 1 or not l_scope ?| array['type', 'category'], true) then
        l_at     := '/scope';
        l_detail := 'it is one of record, type and category';
    elsif l_scope ->> 'type' <> all (l_types) then
        l_at     := '/scope/type';
        l_detail := 'it is one of: ' || array_to_string(l_types, ', ');
    elsif l_scope ->> 'category' <> all (l_categories) then
        l_at     := '/scope/category';
        l_detail := 'it is one of: ' || array_to_string(l_categories, ', ');
    elsif l_owner is null then
        l_at     := '/scope/institution';
        l_detail := 'there is no such institution';
    else
        return jsonb_build_object('owner', l_owner, 'level', i_request -> 'max_level');
    end if;
    return jsonb_build_object('code', 'invalid_value', 'pointer', l_at, 'detail', l_detail);
end;
$$;
revoke all on function access.find_class(audit.call, jsonb) from public;
comment on function access.find_class(audit.call, jsonb) is 'The records of a type or category that a request names.';
