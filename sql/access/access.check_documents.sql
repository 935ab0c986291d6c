-- SPDX-License-Identifier: Apache-2.0
-- access.check_documents: are these documents of the set, each with a version
-- greater than all there were, and its history a line more (GS-1.4).
-- Result:  null, or {pointer, detail} of the first that is not.

create function access.check_documents(i_documents jsonb) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('pointer', '/documents/' || d.key || f.member, 'detail', f.detail)
      from jsonb_each(i_documents) d
      left join access.policy_document p on p.name = d.key and p.policy = access.current_policy()
     cross join lateral (values
           ('', 'there is no such policy', p.name is null),
           ('/version', 'it is a number greater than ' || (select max(o.version) from access.policy_document o where o.name = d.key),
            coalesce(d.value -> 'version' <= to_jsonb((select max(o.version) from access.policy_document o where o.name = d.key)), true)),
           ('/history', 'it is that of the version in force, with this change behind it',
            coalesce(jsonb_array_length(d.value -> 'history') <= jsonb_array_length(p.document::jsonb -> 'history')
                     or d.value -> 'history' -> -1 -> 'version' <> d.value -> 'version', true)
            or exists (select
                         from jsonb_array_elements(p.document::jsonb -> 'history') with ordinality h (change, n)
                        where d.value -> 'history' -> (h.n - 1)::integer is distinct from h.change)),
           ('/review_by', 'it is a day ahead', coalesce(access.is_overdue(ops.read_date(d.value ->> 'review_by')), true))
         ) f (member, detail, is_wrong)
     where f.is_wrong
     order by d.key, f.member
     limit 1;
$$;
comment on function access.check_documents(jsonb) is 'Names the first document that is no next version of one of the set.';
revoke all on function access.check_documents(jsonb) from public;
