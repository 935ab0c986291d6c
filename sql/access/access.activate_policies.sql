-- SPDX-License-Identifier: Apache-2.0
-- access.activate_policies: keeps a set of documents as they came and projects
-- them into the rows that engine and matrix read, in one transaction, at whose
-- end every node is told.
-- Input:   i_documents, {name: document}; each must be there.
-- Result:  the set's number.
-- Raises:  a constraint's violation where a document is below a floor or has
--          another shape: such a set is not activated.

create function access.activate_policies(i_documents jsonb) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer;
begin
    perform access.hold_policies(true);
    l_policy := coalesce(access.current_policy(), 0) + 1;
    insert into access.policy_set (policy) values (l_policy);
    insert into access.policy_document (policy, name, version, review_by, document)
    select l_policy, d.key, (d.value ->> 'version')::integer, (d.value ->> 'review_by')::date,
           countersign.canonicalize(d.value::text)
      from jsonb_each(i_documents) d;
    perform access.project_permissions(l_policy, i_documents -> 'permissions');
    perform access.project_reviews(l_policy, i_documents -> 'reviews');
    perform access.project_levels(l_policy, i_documents -> 'levels');
    perform access.project_types(l_policy, i_documents -> 'types');
    perform access.project_settings(l_policy, i_documents);
    perform access.project_risk(l_policy, i_documents -> 'risk');
    perform pg_notify('countersign_policy', l_policy::text);
    return l_policy;
end;
$$;
comment on function access.activate_policies(jsonb) is 'Activates a set of policies: documents and rows.';
revoke all on function access.activate_policies(jsonb) from public;
